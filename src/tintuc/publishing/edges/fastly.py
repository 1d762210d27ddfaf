"""Fastly: purge by URL, authenticated (``POST /purge/<host>/<path>``), one address a request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tintuc.publishing.edges.sending import send


@dataclass(frozen=True)
class Fastly:
    """The account's token; ``soft`` marks as stale instead of forgetting."""

    token: str = field(repr=False)
    url: str = "https://api.fastly.com"
    soft: bool = False
    most: int = 50

    def purge(self, addresses: Sequence[str]) -> None:
        """Ask for each."""
        headers = {"Fastly-Key": self.token} | ({"Fastly-Soft-Purge": "1"} if self.soft else {})
        for address in addresses:
            parts = urlsplit(address)
            send("POST", f"{self.url}/purge/{parts.netloc}{parts.path}", headers=headers)
