"""What pages are made with: templates, styles, scripts, catalogues and the code that fills them."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from tintuc.publishing import queries
from tintuc.publishing.memo import once

#: The rooms that make pages; each adds its folder when it is plugged in.
_rooms: list[Path] = []


def made_in(room: Path) -> None:
    """Count everything in a room's folder among what pages are made with."""
    if room not in _rooms:
        _rooms.append(room)
        _make.cache_clear()


@once
def current() -> str:
    """Twelve hexadecimal digits that change whenever pages would look different though no story or site has changed.

    The network's own row counts too: its scheme and port stand in every address.
    """
    network = queries.network()
    facts = [_make(), network.name, network.desk_host, network.scheme, network.port]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:12]


@lru_cache(maxsize=1)
def _make() -> str:
    made = hashlib.sha256()
    for room in sorted(_rooms):
        for file in sorted(room.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts and file.suffix != ".po":
                made.update(str(file.relative_to(room)).encode() + b"\0" + file.read_bytes() + b"\0")
    return made.hexdigest()
