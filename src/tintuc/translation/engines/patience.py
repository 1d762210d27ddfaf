"""Asks again, later and later, as long as that may help."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar

from tintuc.translation.engines.errors import BadAnswer, Busy

#: How often one request is made, the first time included. A bad answer is paid for: it is asked for twice only.
TRIES, TRIES_OF_BAD = 4, 2
#: Seconds before the second try; doubled with each further one.
FIRST = 1.0
#: Longest rest within one piece of work; who asks for more is asked by a later job.
MOST = 30.0
Found = TypeVar("Found")


def patiently(act: Callable[[], Found]) -> Found:
    """What ``act`` returns in the end. Honours an engine's ``Retry-After``; raises its last refusal."""
    tries = bad = 0
    while True:
        tries += 1
        try:
            return act()
        except BadAnswer:
            bad += 1
            if bad >= TRIES_OF_BAD or tries >= TRIES:
                raise
            pause = FIRST
        except Busy as busy:
            if tries >= TRIES or (busy.after or 0) > MOST or busy.code == "slow":
                raise
            pause = busy.after if busy.after is not None else FIRST * 2 ** (tries - 1)
        time.sleep(min(MOST, pause * random.uniform(1.0, 1.2)))  # noqa: S311 - spreads retries
