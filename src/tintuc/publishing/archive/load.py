"""Loads an archive: each article with story, version, clearance, release, placements, search row, as if released.

An archive was public already, so its articles are not held to the checks one by one: a named person who may release
and waive decides for all of them, with a reason, and that decision is the clearance (rule set ``archive``). Everything
else a release needs is there, and the database's own rules hold for every row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import IO, Any

from django.db import transaction
from django.utils import timezone

from tintuc.jobs.queue import enqueue
from tintuc.network.permissions import require
from tintuc.publishing.actions import fill
from tintuc.publishing.actions.count import count_all
from tintuc.publishing.archive.lines import LONGEST, BadLine, Line, Shelves, read
from tintuc.publishing.archive.rows import Decision, write
from tintuc.publishing.marks import mark
from tintuc.publishing.models import Archived

#: Articles of one transaction: at most these are loaded again after a crash.
BATCH = 500
#: Shorter is no reason.
SHORTEST = 8


class Refused(Exception):
    """Nothing was loaded; the sentence says why."""


@dataclass
class Outcome:
    """What became of the lines."""

    loaded: int = 0
    known: int = 0  #: were loaded before
    bad: list[tuple[int, str]] = field(default_factory=list)  #: number of the line, and what is wrong with it


def load(
    *,
    file: IO[bytes],
    by: Any,
    reason: str,
    on_bad: Callable[[int, str], None] = lambda _number, _why: None,
    on_batch: Callable[[Outcome], None] = lambda _outcome: None,
) -> Outcome:
    """Load the lines of ``file``; ``by`` answers for all of them, with a ``reason`` that is kept with each.

    A bad line is told of and left out. Lines that were loaded before are passed over, so an interrupted load is simply
    begun again. Raises ``NotAllowed`` at the first site on which ``by`` may not release and waive, and
    :class:`Refused` without a real reason.
    """
    if len(reason.strip()) < SHORTEST:
        raise Refused("Say in a few words why this archive may go out unchecked: readers of the record will ask.")
    shelves, outcome, allowed = Shelves.of_network(), Outcome(), set()
    numbered = _read(file, shelves, outcome, on_bad)
    decision = Decision(by, reason.strip(), timezone.now())
    while some := list(islice(numbered, BATCH)):
        for site in {edition.site_id for _, line in some for edition, _ in line.places} - allowed:
            require(by, "release", site)
            require(by, "waive", site)
            allowed.add(site)
        _load_some(some, decision, outcome, on_bad)
        on_batch(outcome)
    if outcome.loaded or outcome.known:
        _finish(shelves)
    return outcome


def _read(
    file: IO[bytes], shelves: Shelves, outcome: Outcome, on_bad: Callable[[int, str], None]
) -> Iterator[tuple[int, Line]]:
    now = timezone.now()
    for number, line in enumerate(_lines(file), 1):
        if not line.strip():
            continue
        try:
            yield number, read(line, shelves, now)
        except BadLine as error:
            outcome.bad.append((number, str(error)))
            on_bad(number, str(error))


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    """The lines; of one that is too long, no more than tells that it is."""
    first = True
    while line := file.readline(LONGEST + 2):
        yield line.removeprefix(b"\xef\xbb\xbf") if first else line
        first = False
        while not line.endswith(b"\n") and (line := file.readline(LONGEST)):
            pass


def _load_some(
    some: list[tuple[int, Line]], decision: Decision, outcome: Outcome, on_bad: Callable[[int, str], None]
) -> None:
    with transaction.atomic():
        stories = {line.story for _, line in some}
        rows = Archived.objects.filter(story_key__in=stories).select_related("article__story")
        known = {(row.story_key, row.language): row.article for row in rows}
        homes = {key: article.story for (key, _), article in known.items()}
        new: dict[tuple[str, str], Line] = {}
        for number, line in some:
            key = (line.story, line.language)
            if key in known:
                outcome.known += 1
            elif key in new:
                outcome.bad.append((number, why := "This story stands in this language on an earlier line."))
                on_bad(number, why)
            else:
                new[key] = line
        write(list(new.values()), homes, decision)
        enqueue(fill.JOB, key=fill.JOB, priority=fill.PRIORITY, anew=True)
        outcome.loaded += len(new)


def _finish(shelves: Shelves) -> None:
    """Count the days, and have the lists baked; the articles themselves are baked by jobs, or when somebody asks."""
    count_all()
    tags = [f"{kind}:{edition.pk}" for edition in shelves.editions.values() for kind in ("list", "days")]
    mark([*tags, *(f"section:{section.pk}" for section in shelves.sections.values())])
