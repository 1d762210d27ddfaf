"""Records what each passage of a translation was made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from tintuc.stories.models import Article
from tintuc.stories.passages import Passage
from tintuc.translation.models import MinorEdit, PastUnit, Unit
from tintuc.translation.queries import source_of
from tintuc.translation.words import values_of

#: What a save writes of a unit.
WRITTEN = [name.removesuffix("_id") for name in (*Unit.SAYS, "stale_since")]


@dataclass(frozen=True)
class Maker:
    """Where the words of a save come from."""

    origin: str = ""
    engine: str = ""
    note: str = ""
    edited: bool = False
    done: bool = True


_MAKER: ContextVar[Maker | None] = ContextVar("maker", default=None)


@dataclass(frozen=True)
class Beside:
    """The source that a save is made beside, for whoever has just read it."""

    source: Article | None = None
    #: digest and words of its passages that the writer saw otherwise, by key; see ``seen.as_seen``
    seen: Mapping[str, tuple[str, str]] = field(default_factory=dict)


_BESIDE: ContextVar[Beside] = ContextVar("beside", default=Beside())  # noqa: B039 - frozen, and nobody writes into it


@contextmanager
def beside(source: Article, seen: Mapping[str, tuple[str, str]] | None = None) -> Iterator[None]:
    """Within, versions of a translation of ``source`` are recorded against it as it was read; it is not read again.

    Words for a passage that was ``seen`` otherwise are recorded as made from what was seen, so they are stale at once.
    """
    token = _BESIDE.set(Beside(source, seen or {}))
    try:
        yield
    finally:
        _BESIDE.reset(token)


@contextmanager
def making(
    origin: str = "", engine: str = "", note: str = "", *, edited: bool = False, done: bool = True
) -> Iterator[None]:
    """Within, changed words are recorded as made so; with an ``origin``, for the source as it is now, whatever stood
    there before. Words that are not ``done`` are a draft: somebody is still writing, or a machine has written.
    """
    token = _MAKER.set(Maker(origin, engine, note, edited, done))
    try:
        yield
    finally:
        _MAKER.reset(token)


def record(*, article: Article, by: Any = None) -> None:
    """Note, for every passage of ``article`` whose words changed, the source it now answers to.

    Called with each saved version. A passage whose words stayed the same keeps its record, so it turns stale when its
    source changes; rewriting it is what makes it fresh. Words that were here before get back the record they had, so
    that an older version brings its states with it. What was in force is kept.
    """
    source = _BESIDE.get().source or source_of(article)
    if source is None:
        return
    known = {unit.key: unit for unit in Unit.objects.filter(article=article.pk)}
    passages = article.passages()
    changed, gone = _changes(passages, known)
    if not (changed or gone):
        return
    stored = values_of(passages, article.raw_body())
    sources = {passage.key: passage for passage in source.passages()}
    maker = _MAKER.get() or Maker()
    earlier = {} if maker.origin else _earlier(article, source, changed, sources)
    fresh = []
    for passage in changed:
        before, restored = known.get(passage.key), earlier.get(passage.key)
        unit = restored or _made(article, passage, before, maker, by)
        _fit(unit, passage, sources.get(passage.key), before, restored=restored is not None)
        if restored is None and passage.key in _BESIDE.get().seen:
            unit.source_digest, unit.source_text = _BESIDE.get().seen[passage.key]
            unit.stale_since = timezone.now()
        unit.target_value, unit.revision = stored[passage.key], article.latest_revision_id
        fresh.append(unit)
    replaced = [known[passage.key] for passage in changed if passage.key in known]
    keep([unit for unit in (*replaced, *gone) if not _overwritten(unit, article, by)])
    Unit.objects.filter(pk__in=[unit.pk for unit in gone]).delete()
    Unit.objects.bulk_create(
        fresh, update_conflicts=True, unique_fields=["article", "key"], update_fields=WRITTEN, batch_size=200
    )


def keep(units: Iterable[Unit]) -> None:
    """Put records that are about to be replaced among the earlier ones."""
    PastUnit.objects.bulk_create(
        [PastUnit(article_id=unit.article_id, key=unit.key, **unit.says()) for unit in units],
        batch_size=200,
    )


def _changes(passages: list[Passage], known: dict[str, Unit]) -> tuple[list[Passage], list[Unit]]:
    """Passages whose words are other than recorded, and records whose words are no more."""
    changed = []
    standing = set()
    for passage in passages:
        if not passage.text.strip():
            continue
        standing.add(passage.key)
        unit = known.get(passage.key)
        if unit is None or unit.target_digest != passage.digest:
            changed.append(passage)
    return changed, [unit for key, unit in known.items() if key not in standing and unit.state != Unit.State.LEFT_OUT]


def _earlier(article: Article, source: Article, changed: list[Passage], sources: dict[str, Passage]) -> dict[str, Unit]:
    """The records that the words had when they were here before."""
    wanted = {passage.key: passage.digest for passage in changed}
    rows = PastUnit.objects.filter(article=article.pk, key__in=wanted, target_digest__in=set(wanted.values()))
    found: dict[str, Unit] = {}
    for row in rows.order_by("until", "pk"):
        if row.target_digest == wanted[row.key]:
            found[row.key] = Unit(article_id=article.pk, key=row.key, **row.says())
    lagging = [unit for unit in found.values() if unit.key in sources]
    lagging = [unit for unit in lagging if unit.source_digest != sources[unit.key].digest]
    if lagging:
        keys = [unit.key for unit in lagging]
        steps = MinorEdit.objects.filter(article=source.pk, key__in=keys).order_by("at", "pk")
        for unit in lagging:
            for step in steps:
                if (step.key, step.from_digest) == (unit.key, unit.source_digest):
                    unit.source_digest, unit.source_text = step.to_digest, step.to_text
    return found


def _made(article: Article, passage: Passage, before: Unit | None, maker: Maker, by: Any) -> Unit:
    """A record of new words."""
    unit = Unit(article_id=article.pk, key=passage.key, by=by, note=maker.note)
    machine = article.origin == Article.Origin.MACHINE
    if maker.origin:
        unit.origin, unit.engine, unit.edited = maker.origin, maker.engine, maker.edited
    elif before is not None and before.target_digest and before.origin != Unit.Origin.HUMAN:
        unit.origin, unit.engine, unit.edited = before.origin, before.engine, by is not None
    elif machine and (by is None or before is None):
        unit.origin, unit.engine = Unit.Origin.MACHINE, article.engine
    untouched = unit.origin == Unit.Origin.MACHINE and not unit.edited and not maker.origin
    if not maker.done or untouched:
        unit.state = Unit.State.INITIAL
    if before is not None and not before.source_digest:
        unit.note = unit.note or before.note
    return unit


def _fit(unit: Unit, passage: Passage, origin: Passage | None, before: Unit | None, *, restored: bool) -> None:
    """Tie a record to its words, and, if the words are new, to the source as it is now."""
    unit.target_digest = passage.digest
    if restored:
        stale = origin is not None and unit.source_digest != origin.digest
        unit.stale_since = timezone.now() if stale else None
    elif origin is not None and origin.text.strip():
        unit.source_digest, unit.source_text = origin.digest, origin.text
    elif before is not None:
        # The source has lost the passage: it does not become one for local readers by being touched.
        unit.source_digest, unit.source_text = before.source_digest, before.source_text


def _overwritten(unit: Unit, article: Article, by: Any) -> bool:
    """Whether the record's words were only on the way: the same person went on writing in the same version."""
    return (
        unit.revision == article.latest_revision_id
        and unit.by_id == (by.pk if by is not None else None)
        and (unit.state == Unit.State.TRANSLATED or _typing(unit))
        and unit.stale_since is None
    )


def _typing(unit: Unit) -> bool:
    return unit.state == Unit.State.INITIAL and (unit.edited or unit.origin != Unit.Origin.MACHINE)
