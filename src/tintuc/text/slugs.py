"""Words for addresses: plain ASCII from Latin text of any kind."""

from __future__ import annotations

import re

from tintuc.text.normal import normal

#: Letters that have no decomposition but a plain counterpart.
PLAIN = str.maketrans({"đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ß": "ss", "æ": "ae", "œ": "oe"})
NOT_WORD = re.compile(r"[^a-z0-9]+")


def slug_of(text: str, limit: int = 60) -> str:
    """Small letters, digits and single hyphens, cut at a word; empty if the text has no Latin letters or digits."""
    folded = normal("NFKD", text.translate(PLAIN)).encode("ascii", "ignore").decode()
    slug = NOT_WORD.sub("-", folded.lower()).strip("-")
    if len(slug) <= limit:
        return slug
    return slug[: limit + 1].rpartition("-")[0] or slug[:limit]
