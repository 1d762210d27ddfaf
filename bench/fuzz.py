"""Gives the desk pages and texts that a fuzzer breeds (atheris, coverage-guided), until one breaks it or time is over.

A page or text must be read or refused with ``Unreadable``, no check may break, every quote must stand at its place, and
nothing may take more than ``PATIENCE`` seconds. What breaks it is written to the current folder by atheris; mend it and
keep the input among the examples of the tests.

``pip install atheris``, then ``python bench/fuzz.py [-max_total_time=300] [CORPUS_FOLDER]``. Atheris has wheels for Linux
alone and is no part of the extras.
"""

from __future__ import annotations

import sys
import time

try:
    import atheris
except ImportError:
    raise SystemExit("bench/fuzz.py needs atheris: pip install atheris.") from None

with atheris.instrument_imports(include=["tintuc.intake", "tintuc.checks", "tintuc.text", "tintuc.config.dossiers"]):
    from tintuc.checks import run
    from tintuc.checks.registry import catalogue
    from tintuc.config.dossiers import dossier_of
    from tintuc.intake.copy import Unreadable
    from tintuc.intake.reading import read_named

    catalogue()

#: CPU seconds an input of at most ``MOST`` bytes may take under instrumentation.
PATIENCE, MOST = 8, 20_000
NAMES = ("page.html", "page.txt", "page.md", "")


def one_input(data: bytes) -> None:
    """Read and check one input; the first byte chooses what it is taken for."""
    if len(data) < 2:
        return
    begun = time.process_time()
    try:
        copy = read_named(data[1:MOST], NAMES[data[0] % len(NAMES)])
    except Unreadable:
        return
    dossier = dossier_of(copy)
    for seen in run(dossier).seen:
        if seen.finding.reason == "broke":
            raise AssertionError(f"{seen.check.id} broke: {seen.message()}")
        place = seen.finding.place
        if place.field == "body" and place.block and dossier.at(place) != seen.finding.quote:
            raise AssertionError(f"{seen.check.id} quotes {seen.finding.quote!r} where {dossier.at(place)!r} stands")
    if time.process_time() - begun > PATIENCE:
        raise AssertionError(f"it took {time.process_time() - begun:.1f} s")


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
