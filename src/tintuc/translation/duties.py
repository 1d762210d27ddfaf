"""What this room does in the background."""

from __future__ import annotations

from tintuc.jobs.registry import every
from tintuc.translation.memory_index import pack


@every(6 * 3600, name="translation.pack_memory")
def pack_memory() -> None:
    """Join the short rows that releases have added to the memory's index."""
    pack()
