"""Which editions and sites a tag reaches."""

from __future__ import annotations

from django.db.models import QuerySet

from tintuc.network.models import Edition, Site


def editions(tag: str) -> QuerySet[Edition]:
    """The editions whose lists change with ``tag``."""
    kind, _, number = tag.partition(":")
    found = Edition.objects.select_related("site").prefetch_related("sections")
    if kind == "all":
        return found
    if kind in {"brand", "list"}:
        return found.filter(**{"site" if kind == "brand" else "pk": int(number)})
    return found.none()


def sites(tag: str) -> QuerySet[Site]:
    """The sites whose masthead, sections or languages change with ``tag``."""
    kind, _, number = tag.partition(":")
    if kind == "all":
        return Site.objects.all()
    return Site.objects.filter(pk=int(number)) if kind == "brand" else Site.objects.none()
