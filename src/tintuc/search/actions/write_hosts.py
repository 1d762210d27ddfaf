"""Keeps which hosts readers were sent to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tintuc.search.models import LinkedHost
from tintuc.stories.models import Release
from tintuc.text.anchors import host_of, hosts

#: Characters of a host's name, by RFC 1035.
LONGEST = 253


def write_hosts(*, releases: Iterable[Release]) -> None:
    """Add the hosts that releases link to."""
    rows = [
        LinkedHost(article_id=release.article_id, host=host)
        for release in releases
        for host in sorted(_hosts(release.content["body"]))
        if 0 < len(host) <= LONGEST
    ]
    LinkedHost.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def _hosts(body: list[Mapping[str, Any]]) -> set[str]:
    found = {host for rich in rich_texts(body) for host in hosts(rich)}
    return found | {host_of(block["value"].get("url") or "") for block in body if block["type"] == "embed"}


def rich_texts(body: list[Mapping[str, Any]]) -> Iterator[str]:
    """The rich texts of a raw body: paragraphs and turns."""
    for block in body:
        if block["type"] == "paragraph":
            yield str(block["value"] or "")
        elif block["type"] == "turn":
            yield str(block["value"].get("text") or "")


def rewrite_hosts() -> int:
    """Add those of every release there is; return how many releases."""
    count = 0
    for release in Release.objects.order_by("pk").iterator(chunk_size=100):
        write_hosts(releases=[release])
        count += 1
    return count
