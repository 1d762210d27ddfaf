"""One request of the careful path, and what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

#: Bytes of a request's body: an editor's picture.
LARGEST_BODY = 25 * 1024 * 1024
HOST = re.compile(r"[A-Za-z0-9._-]*(?::\d{1,5})?|\[[0-9A-Fa-f:.]+\](?::\d{1,5})?")
CONTROL = re.compile(rb"%00|[\x00-\x20\x7f]")


@dataclass(slots=True)
class Request:
    """One request of the careful path, whole."""

    target: bytes = b""
    method: bytes = b""
    version: str = "1.1"
    keep_alive: bool = True
    host: str = ""
    accept: str = ""
    if_none_match: bytes = b""
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""
    baked: bool = False  #: the application has said once that it baked the page for this request
    passed_on: float = 0.0  #: when the application was asked first
    broken: int = 0  #: times the application had the request and ended without an answer
    refused: int = 0  #: the status of a refusal that waits for its turn

    @property
    def connection(self) -> bytes:
        """The Connection header of the answer."""
        if not self.keep_alive:
            return b"Connection: close\r\n"
        return b"Connection: keep-alive\r\n" if self.version == "1.0" else b""

    def all(self, name: bytes) -> bytes:
        """The values of a header, joined as RFC 9110, 5.3 says."""
        return b", ".join(value.strip() for key, value in self.headers if key.lower() == name)


def fault_of(request: Request) -> int:
    """The status a head is refused with, or 0 (RFC 9112, 3.2 and 6.1; RFC 9110, 10.1.1)."""
    hosts = [value for name, value in request.headers if name.lower() == b"host"]
    expects = request.all(b"expect").lower()
    if len(hosts) > 1 or (not hosts and request.version != "1.0") or not HOST.fullmatch(request.host):
        return 400
    if request.version not in ("1.0", "1.1") or request.method == b"CONNECT" or not request.target.startswith(b"/"):
        return 400
    if CONTROL.search(request.target):
        return 400
    if expects not in (b"", b"100-continue"):
        return 417
    coding = request.all(b"transfer-encoding").lower()
    if coding and request.version == "1.0":
        return 400
    if coding not in (b"", b"chunked"):  # the application would take a body that is still packed for the body
        return 501
    length = request.all(b"content-length")
    if length.isdigit() and (len(length) > 12 or int(length) > LARGEST_BODY):
        return 413
    return 0
