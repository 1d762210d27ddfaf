"""Takes a file of translations into the memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import IO, Any

from django.db import transaction
from django.utils import timezone

from tintuc.jobs.holding import hold
from tintuc.network.languages import LANGUAGES
from tintuc.network.models import Network, Site
from tintuc.translation.actions.take_terms import require_terms
from tintuc.translation.memory_index import Writer, digest, pack
from tintuc.translation.models import MemoryUnit
from tintuc.translation.term_files import MOST_PROBLEMS, Problem
from tintuc.translation.tmx import Pair, read_tmx

#: Pairs written in one transaction: while one lasts nobody else writes into SQLite.
A_BATCH = 1000
#: Batches after which the many short rows they have added to the index are joined.
A_TURN = 20
#: SQLite's list of values in one query.
AT_ONCE = 500


@dataclass
class Remembered:
    """What taking a file in did."""

    new: int = 0
    known: int = 0  #: the same words in both languages were there
    other: int = 0  #: of the new ones: the same source was there with another translation, and is kept beside it
    problems: list[Problem] = field(default_factory=list)  #: units that were passed over
    untold: int = 0


def take_memory(
    *, file: IO[bytes], name: str, site: Any = None, by: Any = None, source_language: str = ""
) -> Remembered:
    """Add the pairs of a TMX file that are not there yet; units that cannot be read are passed over and told.

    For the whole network, or for those who work on ``site``. Nothing that is there is changed. The file is read twice:
    if it is not sound to its end ``BadMemoryFile`` is raised and nothing is taken in. Then it is written batch by
    batch, so that a desk at work never waits for more than one; if the machine dies in between, what is in stays, and
    the file taken in once more brings the rest.
    """
    if by is not None:
        require_terms(by, site)
    for _ in read_tmx(file, frozenset(LANGUAGES), source_language):
        pass
    file.seek(0)
    taken, batch, batches = Remembered(), list[Pair](), 0
    for one in read_tmx(file, frozenset(LANGUAGES), source_language):
        if isinstance(one, Problem):
            if len(taken.problems) < MOST_PROBLEMS:
                taken.problems.append(one)
            else:
                taken.untold += 1
            continue
        batch.append(one)
        if len(batch) >= A_BATCH:
            _put(batch, taken, name, site, by)
            batch.clear()
            batches += 1
            while batches % A_TURN == 0 and pack():
                pass
    _put(batch, taken, name, site, by)
    while batches > 1 and pack():
        pass
    return taken


@transaction.atomic
def _put(batch: list[Pair], taken: Remembered, name: str, site: Any, by: Any) -> None:
    # One file at a time for a site, or for the network: two at once would take the same pairs in twice.
    hold(Site.objects.filter(pk=site.pk) if site else Network.objects.all())
    keyed = [((one.source_language, one.language, digest(one.source), digest(one.target)), one) for one in batch]
    digests = sorted({key[2] for key, _ in keyed})
    there: set[tuple[str, str, int, int]] = set()
    fields = ("source_language", "language", "source_digest", "target_digest")
    mine = MemoryUnit.objects.filter(site=site) if site else MemoryUnit.objects.filter(open=True)
    for start in range(0, len(digests), AT_ONCE):
        there |= set(mine.filter(source_digest__in=digests[start : start + AT_ONCE]).values_list(*fields))
    sources = {key[:3] for key in there}
    fresh: list[MemoryUnit] = []
    for key, one in keyed:
        if key in there:
            taken.known += 1
            continue
        taken.other += key[:3] in sources
        there.add(key)
        sources.add(key[:3])
        fresh.append(_unit(one, key[2], key[3], name, site, by))
    taken.new += len(fresh)
    MemoryUnit.objects.bulk_create(fresh, batch_size=AT_ONCE)
    writer = Writer()
    for unit in fresh:
        writer.add(unit.pk, unit.source, unit.source_language, unit.language)
    writer.close()


def _unit(one: Pair, source: int, target: int, name: str, site: Any, by: Any) -> MemoryUnit:
    return MemoryUnit(
        source_language=one.source_language,
        language=one.language,
        source=one.source,
        target=one.target,
        source_digest=source,
        target_digest=target,
        origin=MemoryUnit.Origin.FILE,
        origin_note=name[:120],
        site=site,
        open=site is None,
        by=by,
        at=one.at or timezone.now(),
    )
