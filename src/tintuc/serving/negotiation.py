"""Which form of a page a reader can take, and whether it has it already."""

from __future__ import annotations

import re
from functools import lru_cache

#: Smallest first, where the reader does not care.
FORMS = ("br", "gzip", "zstd")
WEIGHT = re.compile(r"q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")


@lru_cache(maxsize=512)
def forms_for(accept: str) -> tuple[str, ...]:
    """The forms a reader takes rather than the plain one, best first (RFC 9110, 12.5.3)."""
    weights: dict[str, float] = {}
    for part in accept.lower().split(","):
        name, _, parameter = (piece.strip() for piece in part.partition(";"))
        weights[name.removeprefix("x-")] = _weight(parameter)
    rest, plain = weights.get("*", 0.0), weights.get("identity", 0.0)
    taken = [form for form in FORMS if weights.get(form, rest) > 0 and weights.get(form, rest) >= plain]
    return tuple(sorted(taken, key=lambda form: -weights.get(form, rest)))


def _weight(parameter: str) -> float:
    if not parameter.startswith("q"):
        return 1.0
    match = WEIGHT.fullmatch(parameter.replace(" ", ""))
    return float(match[1]) if match else 0.0


def has_it(if_none_match: bytes, etag: bytes) -> bool:
    """Whether the reader's If-None-Match names the page (weak comparison, RFC 9110, 13.1.2)."""
    if not if_none_match:
        return False
    if if_none_match.strip() == b"*":
        return True
    return any(tag.strip().removeprefix(b"W/") == etag for tag in if_none_match.split(b","))
