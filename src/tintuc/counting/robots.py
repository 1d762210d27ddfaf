"""Tells machines from people by what they call themselves."""

from __future__ import annotations

from functools import lru_cache

from is_bot import Bots

#: Browsers and phones that lists of robots take for robots.
PEOPLE = ("CUBOT", "Lynx/", "w3m/", "Links (")
BOTS = Bots()


@lru_cache(maxsize=8192)
def is_machine(agent: str) -> bool:
    """Whether a User-Agent is a robot's, a preview's or a library's; an empty one is a machine's."""
    if len(agent) < 2:
        return True
    if any(name in agent for name in PEOPLE):
        return False
    return bool(BOTS.is_bot(agent[:500]))
