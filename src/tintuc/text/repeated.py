"""Words that stand twice on purpose."""

from __future__ import annotations

from functools import cache

from tintuc.text.languages import row, table


@cache
def known() -> frozenset[str]:
    """The languages whose doublings were listed."""
    return frozenset(table("repeated"))


@cache
def on_purpose(language: str) -> frozenset[str]:
    """Words the language doubles, in small letters."""
    found = row("repeated", language)
    return frozenset(found["words"]) if found else frozenset()
