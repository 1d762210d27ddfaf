"""Whose request it is, as far as counting needs to know."""

from __future__ import annotations

import ipaddress

from django.http import HttpRequest

PREFETCH = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_MOZ")


def address(request: HttpRequest) -> str:
    """The reader's address.

    Behind our own front server, which speaks through a Unix socket or from this machine, it is the last entry of
    X-Forwarded-For, the one that server wrote; whatever stands before it is the client's own claim.
    """
    direct = request.META.get("REMOTE_ADDR", "")
    if _is_public(direct):
        return direct
    last = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    try:
        return str(ipaddress.ip_address(last))
    except ValueError:
        return direct or "unknown"


def household(client: str) -> str:
    """The address as far as it tells one household: all of IPv4, the first half of IPv6."""
    try:
        parsed = ipaddress.ip_address(client)
    except ValueError:
        return client
    return client if parsed.version == 4 else str(ipaddress.ip_network(f"{parsed}/64", strict=False))


def range_of(client: str) -> str:
    """The range an address belongs to: /24 of IPv4, /48 of IPv6."""
    try:
        parsed = ipaddress.ip_address(client)
    except ValueError:
        return client
    return str(ipaddress.ip_network(f"{parsed}/{24 if parsed.version == 4 else 48}", strict=False))


def is_prefetch(request: HttpRequest) -> bool:
    """Whether a browser only fetched ahead: nobody has seen anything yet."""
    return any("pre" in request.META.get(name, "").lower() for name in PREFETCH)


def is_foreign(request: HttpRequest) -> bool:
    """Whether another site's page sent the request."""
    if request.META.get("HTTP_SEC_FETCH_SITE", "same-origin") not in {"same-origin", "none"}:
        return True
    origin = request.META.get("HTTP_ORIGIN", "")
    return bool(origin) and origin.partition("://")[2] != request.META.get("HTTP_HOST", "")


def _is_public(text: str) -> bool:
    try:
        return not ipaddress.ip_address(text).is_loopback
    except ValueError:
        return False
