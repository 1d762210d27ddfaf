"""Which editions and sites a tag reaches."""

from __future__ import annotations

from tintuc.network.models import Edition, Section, Site
from tintuc.publishing import queries
from tintuc.publishing.bakery import is_wide


def editions(tag: str) -> list[Edition]:
    """The editions whose lists change with ``tag``."""
    kind, _, number = tag.partition(":")
    if kind == "list":
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


def edition_of(pk: int) -> Edition | None:
    """The edition a page belongs to, with its site."""
    return queries.editions().get(pk)


def section_of(pk: int) -> Section | None:
    """A section, with its edition."""
    return queries.sections().get(pk)
