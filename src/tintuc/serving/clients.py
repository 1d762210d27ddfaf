"""Who asks: what proxies say is believed of those the operator trusts."""

from __future__ import annotations

import ipaddress
from functools import lru_cache
from typing import Any


def networks(texts: list[str]) -> tuple[Any, ...]:
    """Address ranges as written on the command line. Raises ``ValueError``."""
    return tuple(ipaddress.ip_network(text, strict=False) for text in texts)


@lru_cache(maxsize=4096)
def client_of(peer: str, said: bytes, trusted: tuple[Any, ...]) -> str:
    """The first address, from the nearest on, that no trusted proxy has."""
    if not said or not is_trusted(peer, trusted):
        return peer
    for part in reversed(said.decode("latin-1").split(",")):
        try:
            address = str(ipaddress.ip_address(part.strip()))
        except ValueError:
            return peer
        if not is_trusted(address, trusted):
            return address
        peer = address
    return peer


def is_trusted(address: str, trusted: tuple[Any, ...]) -> bool:
    """Whether an address lies in one of the networks."""
    if not trusted:
        return False
    parsed = ipaddress.ip_address(address.partition("%")[0])
    parsed = getattr(parsed, "ipv4_mapped", None) or parsed
    return any(parsed in network for network in trusted)
