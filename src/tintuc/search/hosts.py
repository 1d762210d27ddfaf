"""Asks where readers have been sent before."""

from __future__ import annotations

from tintuc.search.models import LinkedHost


def used_before(hosts: set[str], *, but: int | None = None) -> set[str]:
    """Those of ``hosts`` to which a release of any story but one has linked."""
    rows = LinkedHost.objects.filter(host__in=hosts).exclude(article__story=but)
    return set(rows.values_list("host", flat=True).distinct()) if hosts else set()
