"""An edition's house policy: which checks weigh how much, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tintuc.checks.model import Level
from tintuc.checks.registry import catalogue

LEVELS: dict[str, Level | None] = {"off": None, "note": Level.NOTE, "query": Level.QUERY, "hold": Level.HOLD}


class ProfileError(ValueError):
    """A profile names an unknown check or level, or changes one without a reason."""


@dataclass(frozen=True)
class Profile:
    """Changes to the catalogue's own levels. ``None`` switches a check off."""

    levels: Mapping[str, Level | None] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Profile:
        """Read ``{"check.id": {"level": "note", "reason": "…"}}``. Raises :class:`ProfileError`."""
        for ident, row in data.items():
            if ident not in catalogue():
                raise ProfileError(f"There is no check {ident!r}.")
            if not isinstance(row, Mapping) or row.get("level") not in LEVELS:
                raise ProfileError(f"{ident}: the level must be one of {', '.join(LEVELS)}.")
            if not str(row.get("reason", "")).strip():
                raise ProfileError(f"{ident}: say why its level is changed.")
        return cls(
            {ident: LEVELS[row["level"]] for ident, row in data.items()},
            {ident: str(row["reason"]) for ident, row in data.items()},
        )
