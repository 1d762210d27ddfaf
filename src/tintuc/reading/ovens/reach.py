"""Which editions a tag reaches."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from tintuc.network.models import Edition, Site
from tintuc.publishing.bakery import Baked


def editions(tag: str, kinds: Collection[str]) -> QuerySet[Edition]:
    """The editions whose pages of a kind change with ``tag``: ``kinds`` names the tags of editions that count."""
    kind, _, number = tag.partition(":")
    if kind == "all":
        return Edition.objects.all()
    if kind == "brand":
        return Edition.objects.filter(site=int(number))
    if kind in kinds:
        return Edition.objects.filter(pk=int(number))
    return Edition.objects.none()


def sites(tag: str) -> QuerySet[Site]:
    """The sites whose masthead changes with ``tag``."""
    kind, _, number = tag.partition(":")
    if kind == "all":
        return Site.objects.all()
    return Site.objects.filter(pk=int(number)) if kind == "brand" else Site.objects.none()


def edition_of(owner: int) -> Edition | None:
    """The edition a page belongs to, with its site."""
    return Edition.objects.select_related("site").filter(pk=owner).first()


def page(edition: Edition, path: str, body: bytes, *tags: str, status: int = 200) -> Baked:
    """A baked page of an edition; every page depends on its brand."""
    named = frozenset({f"brand:{edition.site_id}", *tags})
    return Baked(edition.site.host, path, body, tags=named, status=status)
