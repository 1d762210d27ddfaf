"""HTTP PURGE, as Varnish and nginx's cache purge take it: one request an address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tintuc.publishing.edges.sending import Refused, send


@dataclass(frozen=True)
class Plain:
    """A cache that takes ``PURGE <path>`` with the site's host name, at ``url``."""

    url: str
    token: str = field(default="", repr=False)  #: sent as ``Authorization: Bearer``, if there is one
    most: int = 100

    def purge(self, addresses: Sequence[str]) -> None:
        """Ask for each. An address the cache does not hold (404) is as good as forgotten."""
        for address in addresses:
            parts = urlsplit(address)
            headers = {"Host": parts.netloc} | ({"Authorization": f"Bearer {self.token}"} if self.token else {})
            try:
                send("PURGE", self.url.rstrip("/") + parts.path, headers=headers)
            except Refused as error:
                if not str(error).endswith("answered 404"):
                    raise
