"""How often each check speaks on clean news, as measured by ``bench/base_rates.py``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

KINDS = {"pages": "real pages", "documents": "news documents in 14 languages", "segments": "translated segments"}


@cache
def _rates() -> dict[str, dict[str, Any]]:
    return tomllib.loads((files("tintuc.checks") / "base_rates.toml").read_text(encoding="utf-8"))


def base_rate(check: str) -> str:
    """The measured rates of a check as a sentence; empty if it was not measured."""
    parts = []
    for kind, (count, spoke, held) in _rates().get(check, {}).items():
        hold = f", {held:g} % as a hold" if held else ""
        parts.append(f"{spoke:g} % of {count:,} {KINDS[kind]}{hold}")
    return f"{'; '.join(parts)} (bench/base_rates.py)." if parts else ""
