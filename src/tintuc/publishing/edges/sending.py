"""One request to an edge, with an answer in bounded time."""

from __future__ import annotations

import requests

#: Seconds to connect, and between two bytes of the answer.
PATIENCE = (3.05, 10)


class Refused(Exception):
    """The edge did not take the request; it is tried again later.

    ``wait`` is how many seconds the edge asks us to wait, 0 if it says nothing.
    """

    def __init__(self, sentence: str, wait: float = 0.0) -> None:
        super().__init__(sentence)
        self.wait = wait


def send(method: str, url: str, *, headers: dict[str, str] | None = None, body: bytes = b"") -> None:
    """Send a request. Raises :class:`Refused` unless it is taken; no header gets into the sentence."""
    try:
        with requests.request(
            method, url, headers=headers, data=body or None, timeout=PATIENCE, allow_redirects=False, stream=True
        ) as answer:
            status, again = answer.status_code, answer.headers.get("Retry-After", "")
    except requests.RequestException as error:
        raise Refused(f"{type(error).__name__} at {_host(url)}") from None
    if not 200 <= status < 300:
        wait = min(float(again), 3600.0) if again.isascii() and again.isdigit() else 0.0
        raise Refused(f"{_host(url)} answered {status}", wait)


def _host(url: str) -> str:
    return url.split("/")[2].rpartition("@")[2]
