"""How an article is previewed. Pages are made in a room above this one, which puts its functions here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

#: The previews an article has: a name and a label each.
modes: Callable[[Any], list[tuple[str, str]]] = lambda _: []  # noqa: E731 - the room above puts its own here
#: The preview of an article, for a request, under one of those names.
show: Callable[[Any, Any, str], Any] | None = None
