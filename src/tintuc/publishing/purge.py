"""Tells the caches before our sites (edges) which addresses have changed.

An edge is described in the newsroom's environment, never in the database: its keys would be in every backup. What
changed is written down with the manifest, in one transaction, and told by jobs, many addresses at a time, again and
again until the edge has taken it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from tintuc.publishing.edges import cloudflare, cloudfront, fastly, plain


class Edge(Protocol):
    """One cache, or one zone of a service."""

    most: int  #: addresses it takes in one request

    def purge(self, addresses: Sequence[str]) -> None:
        """Have the edge forget absolute addresses. Raises :class:`~tintuc.publishing.edges.sending.Refused`."""


KINDS = {
    "http": plain.Plain,
    "cloudflare": cloudflare.Cloudflare,
    "cloudfront": cloudfront.CloudFront,
    "fastly": fastly.Fastly,
}


class EdgesFileError(Exception):
    """The description of the edges cannot be used; the sentence says why."""


@dataclass(frozen=True)
class Named:
    """An edge, the hosts it stands before, and what to call it in messages."""

    name: str
    hosts: frozenset[str]  #: empty: all
    edge: Edge

    def serves(self, host: str) -> bool:
        """Whether readers of the host come through it."""
        return not self.hosts or host in self.hosts


def edges() -> tuple[Named, ...]:
    """The edges of this newsroom: from ``TINTUC_EDGES``, JSON or the path of a file that holds it."""
    return _read(os.environ.get("TINTUC_EDGES", ""))


@lru_cache(maxsize=4)
def _read(given: str) -> tuple[Named, ...]:
    if not given.strip():
        return ()
    try:
        text = given if given.lstrip().startswith("[") else Path(given).read_text(encoding="utf-8")
        rows = json.loads(text)
    except (OSError, ValueError) as error:
        raise EdgesFileError(f"TINTUC_EDGES cannot be read: {type(error).__name__}.") from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise EdgesFileError("TINTUC_EDGES must be a list of objects.")
    named = tuple(_edge(row) for row in rows)
    if len({one.name for one in named}) < len(named):
        raise EdgesFileError("TINTUC_EDGES names two edges alike.")
    return named


def _edge(row: dict[str, Any]) -> Named:
    rest = dict(row)
    kind, hosts = rest.pop("kind", ""), rest.pop("hosts", [])
    name = str(rest.pop("name", kind))
    if kind not in KINDS:
        raise EdgesFileError(f"TINTUC_EDGES: “{kind}” is none of {', '.join(KINDS)}.")
    try:
        return Named(name, frozenset(hosts), KINDS[kind](**rest))
    except TypeError as error:  # names what is missing or unknown, never a value
        raise EdgesFileError(f"TINTUC_EDGES, {name}: {str(error).partition('() ')[2]}.") from None


def addresses_at(paths: Iterable[tuple[str, str]], named: Named, scheme: str) -> list[str]:
    """The absolute addresses, without ports, of those paths whose host the edge stands before."""
    return [f"{scheme}://{host}{path}" for host, path in paths if named.serves(host)]
