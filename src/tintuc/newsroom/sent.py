"""What forms send, as values the database can be asked about."""

from __future__ import annotations

#: A row has no number longer than this.
DIGITS = 18


def number(text: str | None) -> int:
    """A primary key or a place as a form sends it; 0, which no row has, for anything else."""
    text = (text or "").strip()
    return int(text) if text.isdecimal() and len(text) <= DIGITS else 0


def numbers(texts: list[str]) -> list[int]:
    """Those of the texts that are primary keys."""
    return [found for text in texts if (found := number(text))]
