"""The headers of baked pages, made once a page and sent as they are."""

from __future__ import annotations

import mimetypes
from http import HTTPStatus

from tintuc.publishing.players import HOSTS

KINDS = {
    ".html": "text/html; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".opml": "text/x-opml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
}
FEEDS = {"rss.xml": "application/rss+xml; charset=utf-8", "atom.xml": "application/atom+xml; charset=utf-8"}

#: Nothing from elsewhere, nothing inline: a page that is tampered with on the way loads nothing and tells nobody.
#: The exception is a player that a reader asked for with a click, of the few hosts we know how to frame.
POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'; "
    f"worker-src 'self'; frame-src {' '.join(HOSTS)}"
)
#: Readers' browsers ask again after a minute; caches between may go on with an old page while the machine is away.
FOR_PAGES = "public, max-age=60, stale-while-revalidate=30, stale-if-error=86400"
FOR_EVER = "public, max-age=31536000, immutable"
FOR_HTML = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
}
REASONS = {status.value: status.phrase.encode() for status in HTTPStatus}


def opening(status: int) -> bytes:
    """The status line, and the Date header up to the moment."""
    return b"HTTP/1.1 %d %s\r\nDate: " % (status, REASONS.get(status, b"Status"))


def kind_of(name: str) -> str:
    """The media type of a file by its name."""
    if name in FEEDS:
        return FEEDS[name]
    ending = "." + name.rpartition(".")[2]
    return KINDS.get(ending) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def head_of(
    body: bytes, coding: str, kind: str, etag: bytes, status: int, *, immutable: bool, size: int | None = None
) -> bytes:
    """All headers but the date and those of the connection."""
    if status in (301, 302):
        location = body.decode("ascii", "ignore").split("\n", 1)[0].strip()
        return f"Location: {location}\r\nContent-Length: 0\r\nCache-Control: public, max-age=60\r\n".encode()
    headers = {
        "Content-Type": kind,
        "Content-Length": str(len(body) if size is None else size),
        "ETag": etag.decode(),
        "Cache-Control": FOR_EVER if immutable else FOR_PAGES,
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
    }
    if coding:
        headers["Content-Encoding"] = coding
    if kind.startswith("text/html"):
        headers |= FOR_HTML
    return "".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode()


def unchanged_head(etag: bytes, *, immutable: bool) -> bytes:
    """The headers of a 304, which repeats no more than RFC 9110, 15.4.5 asks for."""
    keep = (FOR_EVER if immutable else FOR_PAGES).encode()
    return b"ETag: %s\r\nCache-Control: %s\r\nVary: Accept-Encoding\r\n" % (etag, keep)
