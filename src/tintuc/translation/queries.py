"""How far a translation has come, passage by passage: the one door to the state of units."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from tintuc.stories.models import Article, Release
from tintuc.stories.passages import Passage
from tintuc.stories.passages import passages as passages_of
from tintuc.translation.models import Unit

UNTRANSLATED, STALE = "untranslated", "stale"
DRAFT, TRANSLATED, REVIEWED, FINAL, LEFT_OUT = Unit.State.values
#: States that keep an article from going out.
UNDONE = frozenset({UNTRANSLATED, STALE})


@dataclass(frozen=True)
class UnitView:
    """A passage beside its source, and what is to be done about it."""

    key: str
    field: str
    block: str
    part: str
    kind: str
    source: str
    target: str
    #: ``untranslated``, ``stale``, ``initial`` (a draft: a machine's that nobody has looked at, or somebody is still
    #: writing), ``translated``, ``reviewed``, ``final`` (readers have it) or ``left-out``
    state: str
    earlier_source: str = ""  #: of a stale unit: the words it was made from
    source_digest: str = ""
    target_digest: str = ""
    origin: str = ""  #: human, machine or memory; empty where there is no record
    engine: str = ""
    edited: bool = False  #: whether a person changed what a machine or the memory offered
    note: str = ""  #: why it is left out, or was before its source changed
    by: str = ""  #: who wrote it
    at: dt.datetime | None = None
    reviewed_by: str = ""
    reviewed_at: dt.datetime | None = None
    stale_since: dt.datetime | None = None
    upstream: bool = False  #: whether the source passage itself lags behind the one it was made from

    @property
    def done(self) -> bool:
        """Whether nothing about it keeps the article in. A machine's draft may go out where it is labelled."""
        return self.state not in UNDONE and not self.unfinished

    @property
    def unfinished(self) -> bool:
        """Whether somebody has begun to write and has not called it done."""
        return self.state == DRAFT and (self.edited or self.origin != Unit.Origin.MACHINE)


@dataclass(frozen=True)
class Added:
    """A passage the translation has and its source has not."""

    passage: Passage
    local: bool  #: added for local readers; else the source has lost it
    note: str = ""
    by: str = ""
    at: dt.datetime | None = None


def source_of(article: Article) -> Article | None:
    """The newest version of the article this one is translated from, or None if it is the source itself."""
    if article.is_source:
        return None
    source = source_rows(article).select_related("story", "latest_revision", "translated_from").first()
    return source.as_newest() if source else None


def source_rows(article: Article) -> QuerySet[Article]:
    """The row of the article that a translation is made from, as a query."""
    if article.translated_from_id is None:
        return Article.objects.filter(story=article.story_id, language=article.story.source_language)
    return Article.objects.filter(pk=article.translated_from_id)


def chain_of(article: Article) -> list[Article]:
    """The article and all it is made from, up to the story's source; should a ring be made, it ends where it closes."""
    chain: list[Article] = []
    link: Article | None = article
    while link is not None and link.pk not in {one.pk for one in chain}:
        chain.append(link)
        link = None if link.is_source else source_rows(link).select_related("story").first()
    return chain


def translations_of(article: Article) -> QuerySet[Article]:
    """The articles made directly from this one; further links of the chain hang on those."""
    mine = Q(translated_from=article.pk)
    if article.is_source:
        mine |= Q(translated_from=None) & ~Q(language=article.language)
    return Article.objects.filter(mine, story=article.story_id)


def units(article: Article, source: Article | None = None) -> list[UnitView]:
    """Every passage of the source that holds words, with its translation in ``article`` as it is in memory.

    Empty for a source article. Passages a translator added are not units: they have no source; see :func:`added`.
    """
    source = source or source_of(article)
    if source is None:
        return []
    return units_among(source.passages(), article.passages(), records(article), source)


def unit(article: Article, source: Article, key: str) -> UnitView | None:
    """The one unit with this key; None if the source has no words there."""
    passage = next((one for one in source.passages() if one.key == key and one.text.strip()), None)
    if passage is None:
        return None
    target = next((one for one in article.passages() if one.key == key), None)
    known = Unit.objects.filter(article=article.pk, key=key).select_related("by", "reviewed_by").first()
    return _view(passage, target, known, key in lagging(source))


def units_among(theirs: list[Passage], mine: list[Passage], known: dict[str, Unit], source: Article) -> list[UnitView]:
    """The same of passages and records that have been read already."""
    targets = {passage.key: passage for passage in mine}
    moved = lagging(source)
    return [
        _view(passage, targets.get(passage.key), known.get(passage.key), passage.key in moved)
        for passage in theirs
        if passage.text.strip()
    ]


def states(source: Iterable[Passage], target: Iterable[Passage], known: Mapping[str, Unit]) -> dict[str, str]:
    """The states alone, by key, given the passages of both sides and the records in force."""
    texts = {passage.key: passage.text for passage in target}
    return {
        passage.key: _state(texts.get(passage.key, ""), unit, unit is not None and unit.source_digest == passage.digest)
        for passage, unit in ((passage, known.get(passage.key)) for passage in source)
        if passage.text.strip()
    }


def records(article: Article) -> dict[str, Unit]:
    """The records in force of a translation, by key, with the people they name."""
    return {unit.key: unit for unit in Unit.objects.filter(article=article.pk).select_related("by", "reviewed_by")}


def lagging(source: Article) -> frozenset[str]:
    """Of a source that is a translation itself: the keys of its passages that lag behind their own source."""
    if source.is_source:
        return frozenset()
    return frozenset(view.key for view in units(source) if view.state == STALE or view.upstream)


def added(article: Article, source: Article | None = None) -> list[Added]:
    """The passages with words that stand in the translation and not in its source, in the translation's order."""
    source = source or source_of(article)
    if source is None:
        return []
    return added_among(source.passages(), article.passages(), records(article))


def added_among(theirs: list[Passage], mine: list[Passage], known: dict[str, Unit]) -> list[Added]:
    """The same of passages and records that have been read already."""
    sourced = {passage.key for passage in theirs if passage.text.strip()}
    return [
        _added(passage, known.get(passage.key))
        for passage in mine
        if passage.key not in sourced and passage.text.strip()
    ]


@dataclass(frozen=True)
class Change:
    """A change of a source passage that some of its translations lag behind."""

    key: str
    kind: str
    digest: str  #: of the words they were made from
    before: str
    now: str
    languages: tuple[str, ...]


def lagging_behind(source: Article) -> list[Change]:
    """The changes of an article that its translations lag behind, in its order; each language made from it counts."""
    languages = dict(translations_of(source).values_list("pk", "language"))
    if not languages:
        return []
    now = {passage.key: passage for passage in source.passages() if passage.text.strip()}
    found: dict[tuple[str, str], tuple[str, set[str]]] = {}
    rows = Unit.objects.filter(article__in=languages, source_digest__gt="").exclude(stale_since=None)
    for article, key, digest, text in rows.values_list("article", "key", "source_digest", "source_text"):
        if key in now and now[key].digest != digest:
            found.setdefault((key, digest), (text, set()))[1].add(languages[article])
    order = {key: number for number, key in enumerate(now)}
    return [
        Change(key, now[key].kind, digest, text, now[key].text, tuple(sorted(lag)))
        for (key, digest), (text, lag) in sorted(found.items(), key=lambda one: order[one[0][0]])
    ]


def _added(passage: Passage, unit: Unit | None) -> Added:
    if unit is None:
        return Added(passage, local=True)
    return Added(passage, not unit.source_digest, unit.note, _name(unit.by), unit.at)


def _view(source: Passage, target: Passage | None, unit: Unit | None, upstream: bool) -> UnitView:
    text = target.text if target else ""
    fresh = unit is not None and unit.source_digest == source.digest
    state, earlier = _state(text, unit, fresh), ""
    if state == STALE:
        earlier = unit.source_text if unit else ""
    told: dict[str, Any] = {}
    if unit is not None:
        told = {
            "origin": unit.origin,
            "engine": unit.engine,
            "edited": unit.edited,
            "note": unit.note,
            "by": _name(unit.by),
            "at": unit.at,
            "reviewed_by": _name(unit.reviewed_by) if state in {REVIEWED, FINAL} else "",
            "reviewed_at": unit.reviewed_at,
            "stale_since": unit.stale_since if state == STALE else None,
        }
    return UnitView(
        key=source.key,
        field=source.field,
        block=source.block,
        part=source.part,
        kind=source.kind,
        source=source.text,
        target=text,
        state=state,
        earlier_source=earlier,
        source_digest=source.digest,
        target_digest=target.digest if target else "",
        upstream=upstream,
        **told,
    )


def _state(text: str, unit: Unit | None, fresh: bool) -> str:
    if not text.strip():
        return LEFT_OUT if unit and unit.state == LEFT_OUT and fresh else UNTRANSLATED
    if unit is None or not fresh:
        return STALE
    return TRANSLATED if unit.state == LEFT_OUT else unit.state


def _name(user: Any) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""


def outdated(article: Any, source: Any) -> list[str]:
    """The passages of an original that say something else now than when a translation of it was released, by key.

    Both sides are articles with their ``current_release`` as it is public. A passage counts as unchanged if its words
    are those of the release that was public when the translation went out, or those somebody has written or confirmed
    the translation for.
    """
    mine, now = article.current_release, source.current_release
    if mine.pk is None or now.pk < mine.pk:  # without a key: a preview, as of now
        return []
    then = Release.objects.filter(article=source.pk, pk__lt=mine.pk).order_by("-pk").first()
    before = {passage.key: passage.digest for passage in passages_of(then.content)} if then else {}
    said = {passage.key: passage.digest for passage in passages_of(mine.content)}
    made = {unit.key: unit for unit in Unit.objects.filter(article=article.pk)}
    return [
        passage.key
        for passage in passages_of(now.content)
        if passage.text.strip()
        and before.get(passage.key) != passage.digest
        and not _answers(made.get(passage.key), passage, said.get(passage.key, ""))
    ]


def _answers(unit: Unit | None, source: Passage, said: str) -> bool:
    """Whether the record is of these words of the source, and of the words readers have, or of leaving them out."""
    if unit is None or unit.source_digest != source.digest:
        return False
    return unit.state == Unit.State.LEFT_OUT or unit.target_digest == said


@dataclass(frozen=True)
class Approved:
    """A passage somebody answers for, with the words it was made from."""

    story: int
    source_language: str
    source: str
    target: str


def approved(language: str) -> Iterator[Approved]:
    """The archive's translations into a language that a person wrote or vouched for, oldest first.

    Of each article the newest words; passages that were changed since, or whose source was, are left out.
    """
    articles = Article.objects.filter(language=language, current_release__isnull=False).select_related("story")
    for article in articles.exclude(story__source_language=language).order_by("pk").iterator():
        if article.origin == Article.Origin.MACHINE and not article.vouched:
            continue
        for view in units(article):
            if view.state in {TRANSLATED, REVIEWED, FINAL} and view.field == "body" and view.part in {"", "text"}:
                yield Approved(article.story_id, article.source_language, view.source, view.target)


def unfinished(article: Article) -> list[UnitView]:
    """The units that keep the article from going out."""
    return [unit for unit in units(article) if not unit.done]
