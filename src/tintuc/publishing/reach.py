"""Which editions and sites a tag reaches."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from tintuc.network.models import Edition, Site
from tintuc.publishing import queries
from tintuc.publishing.bakery import PageRef, is_wide


def editions(tag: str, kinds: Collection[str]) -> list[Edition]:
    """The editions whose pages of a kind change with ``tag``: ``kinds`` names the tags of editions that count."""
    kind, _, number = tag.partition(":")
    if kind in kinds:
        edition = edition_of(int(number))
        return [edition] if edition else []
    return _all(tag) if is_wide(tag) else []


def _all(tag: str) -> list[Edition]:
    """The editions of the site a masthead's tag names, or all."""
    site = None if tag == "all" else int(tag.partition(":")[2])
    return [edition for edition in queries.editions().values() if site in (None, edition.site_id)]


def sites(tag: str) -> list[Site]:
    """The sites whose masthead, sections or languages change with ``tag``."""
    if not is_wide(tag):
        return []
    return list(Site.objects.all() if tag == "all" else Site.objects.filter(pk=int(tag.partition(":")[2])))


def owners(refs: Iterable[PageRef]) -> list[Edition]:
    """The editions pages belong to, each with its site."""
    known = queries.editions()
    return [known[owner] for owner in dict.fromkeys(ref.owner for ref in refs) if owner in known]


def edition_of(owner: int) -> Edition | None:
    """The edition a page belongs to, with its site."""
    return queries.editions().get(owner)
