"""Cloudflare: purge by URL (API v4, ``zones/:id/purge_cache``), 30 addresses a request on every plan."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from tintuc.publishing.edges.sending import send


@dataclass(frozen=True)
class Cloudflare:
    """One zone."""

    zone: str
    token: str = field(repr=False)
    url: str = "https://api.cloudflare.com/client/v4"
    most: int = 30

    def purge(self, addresses: Sequence[str]) -> None:
        """Ask for all at once."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        body = json.dumps({"files": list(addresses)}).encode()
        send("POST", f"{self.url}/zones/{self.zone}/purge_cache", headers=headers, body=body)
