"""Which form of a page a reader can take, and whether it has it already."""

from __future__ import annotations

from functools import lru_cache

#: Best first.
FORMS = ("br", "gzip")


@lru_cache(maxsize=512)
def forms_for(accept: str) -> tuple[str, ...]:
    """The compressed forms a reader takes, best first; the plain one always comes last (RFC 9110, 12.5.3)."""
    weights: dict[str, float] = {}
    for part in accept.lower().split(","):
        name, _, parameter = part.strip().partition(";")
        weights[name.strip()] = _weight(parameter)
    rest = weights.get("*", 0.0)
    return tuple(form for form in FORMS if weights.get(form, rest) > 0)


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def has_it(if_none_match: str, etag: str) -> bool:
    """Whether the reader's If-None-Match names the page (weak comparison, RFC 9110, 13.1.2)."""
    if if_none_match.strip() == "*":
        return True
    return any(tag.strip().removeprefix("W/") == etag for tag in if_none_match.split(","))
