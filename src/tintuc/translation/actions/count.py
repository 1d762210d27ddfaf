"""Counts how far a story has come in each of its languages, and keeps that as rows."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision

from tintuc.network.languages import LANGUAGES
from tintuc.network.models import Edition
from tintuc.stories.models import Article, Story
from tintuc.stories.models.article import digest_of
from tintuc.stories.passages import FIELDS, Passage, passages
from tintuc.translation import queries, signals
from tintuc.translation.models import NEVER, RANKS, Progress, Stage, Unit

#: What a count may change; what higher rooms have told stays, while the words do.
COUNTED = [
    "article", "site", "stage", "since", "rank", "passages", "untranslated", "drafts", "translated", "reviewed",
    "stale", "upstream", "stale_since", "worked_at", "words", "holds", "due_at",
]  # fmt: skip


@transaction.atomic(savepoint=False)
def count(*, story: Story, articles: Iterable[int] | None = None, edited: Iterable[int] = ()) -> list[Progress]:
    """Count the story's languages anew, or only those of ``articles`` (primary keys) and of whatever is made from the
    ``edited`` ones, down the chain; write their rows.

    Reads the newest versions as plain data and no more of them than their words, in as many queries for ten languages
    as for one: a source edit counts all its translations in the transaction of the edit. Safe to repeat.
    """
    state = _Languages(story, articles, edited)
    rows = [_row(state, pk) for pk in sorted(state.wanted)]
    if articles is None or state.begun:
        rows += _missing(state)
    Progress.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["story", "language"], update_fields=COUNTED
    )
    signals.counted.send(Progress, story=story, rows=rows)
    return rows


@dataclass(frozen=True)
class Asked:
    """A wish to have a story counted: one article of it, or all; ``edited``, with what is made from that article."""

    story: Story
    article: int | None = None
    edited: bool = False


def count_together(asked: list[Asked]) -> None:
    """Count each story once for all that was asked of it."""
    # A story that was saved itself is the one to go by.
    stories = {one.story.pk: one.story for one in sorted(asked, key=lambda one: one.article is None)}
    for story in stories.values():
        mine = [one for one in asked if one.story.pk == story.pk]
        articles = None if any(one.article is None for one in mine) else {one.article for one in mine}
        count(story=story, articles=articles, edited={one.article for one in mine if one.edited})


def words_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """The words of a version as plain data, without making it into an object."""
    body = content.get("body") or []
    fields = {name: content.get(name) or "" for name in FIELDS}
    return fields | {"body": json.loads(body) if isinstance(body, str) else body}


@dataclass(frozen=True)
class _Begun:
    """What a count has to know of an article, its words apart."""

    pk: int
    language: str
    translated_from_id: int | None
    vouched_digest: str
    live: bool
    has_unpublished_changes: bool
    first_published_at: dt.datetime | None
    latest_revision_id: int | None
    worked_at: dt.datetime | None
    due_at: dt.datetime | None

    #: Where each of them stands.
    PLACES = (
        *("pk", "language", "translated_from_id", "vouched_digest", "live", "has_unpublished_changes"),
        *("first_published_at", "latest_revision_id", "latest_revision__created_at", "assignment__due_at"),
    )


class _Kept(NamedTuple):
    """What a count has to know of a unit."""

    source_digest: str
    state: str
    origin: str


class _Languages:
    """A story's articles with the words and records that a count of some of them needs."""

    def __init__(self, story: Story, articles: Iterable[int] | None, edited: Iterable[int]) -> None:
        self.story = story
        # Read first and held: whoever counts the same story meanwhile waits, and then counts what this one has written.
        rows = Progress.objects.filter(story=story.pk).order_by("pk").select_for_update()
        self.known = {row.language: row for row in rows}
        begun = Article.objects.filter(story=story.pk).order_by().values_list(*_Begun.PLACES)
        self.have: dict[int, _Begun] = {row[0]: _Begun(*row) for row in begun}
        self.source = next((pk for pk, one in self.have.items() if one.language == story.source_language), None)
        self.wanted = set(self.have if articles is None else articles) & set(self.have)
        if edited := set(edited):
            self.wanted |= {pk for pk in self.have if edited & set(self._chain(pk))}
        involved = {above for pk in self.wanted for above in self._chain(pk)}
        self.words = self._words(involved)
        self.passages: dict[int, list[Passage]] = {pk: list(passages(words)) for pk, words in self.words.items()}
        self.digests = {pk: digest_of(words) for pk, words in self.words.items()}
        self.units = self._units(involved)
        self._states: dict[int, dict[str, str]] = {}

    def _words(self, involved: set[int]) -> dict[int, dict[str, Any]]:
        """The newest words of some articles; of no others a text is read."""
        newest = {self.have[pk].latest_revision_id: pk for pk in involved if self.have[pk].latest_revision_id}
        contents = Revision.objects.filter(pk__in=newest).values_list("pk", "content") if newest else ()
        words = {newest[revision]: words_of(content) for revision, content in contents}
        unsaved = involved - words.keys()
        rows = Article.objects.filter(pk__in=unsaved) if unsaved else ()
        return words | {row.pk: row.words() for row in rows}

    def _units(self, involved: set[int]) -> dict[int, dict[str, _Kept]]:
        units: dict[int, dict[str, _Kept]] = {pk: {} for pk in involved}
        if translations := involved - {self.source}:
            rows = Unit.objects.filter(article__in=translations).values_list("article", "key", *_Kept._fields)
            for article, key, *kept in rows:
                units[article][key] = _Kept(*kept)
        return units

    @property
    def begun(self) -> bool:
        """Whether one of those wanted is in a language that had no article before."""
        rows = (self.known.get(self.have[pk].language) for pk in self.wanted)
        return any(row is None or row.article_id is None for row in rows)

    def above(self, pk: int) -> int | None:
        """The article this one is made from."""
        if pk == self.source:
            return None
        return self.have[pk].translated_from_id or self.source

    def _chain(self, pk: int) -> list[int]:
        """The article and all that it hangs on; a ring, should one ever be made, ends where it closes."""
        chain: list[int] = []
        link: int | None = pk
        while link in self.have and link not in chain:
            chain.append(link)
            link = self.above(link)
        return chain

    def states(self, pk: int) -> dict[str, str]:
        """The states of its units, by key; none for the source."""
        above = self.above(pk)
        if above not in self.have:
            return {}
        if pk not in self._states:
            self._states[pk] = queries.states(self.passages[above], self.passages[pk], self.units[pk])
        return self._states[pk]

    def lagging(self, pk: int) -> set[str]:
        """The keys that are stale somewhere above it, and fresh beside what it is made from."""
        found: set[str] = set()
        for link in self._chain(pk)[1:]:
            found |= {key for key, state in self.states(link).items() if state == queries.STALE}
        return {key for key in found & self.states(pk).keys() if self.states(pk)[key] != queries.STALE}

    @property
    def reads(self) -> int:
        """What a language weighs that is not there yet: the reads of the source."""
        row = self.known.get(self.story.source_language)
        return row.reads if row else 0

    @cached_property
    def missing(self) -> set[str]:
        """The languages in which the story is wanted and not begun."""
        begun = {article.language for article in self.have.values()}
        return wanted_languages(self.story) - begun if self.source else set()


def _row(state: _Languages, pk: int) -> Progress:
    article, known, above = state.have[pk], state.known.get(state.have[pk].language), state.above(pk)
    words = digest_of([state.digests[pk], state.digests.get(above or 0, ""), article.vouched_digest])
    row = Progress(
        story=state.story,
        language=article.language,
        article_id=pk,
        site_id=state.story.site_id,
        words=words,
        worked_at=article.worked_at,
        holds=known.holds if known and known.judged == words else None,
        release_at=known.release_at if known else None,
        since=known.since if known else timezone.now(),
        reads=known.reads if known else state.reads,
    )
    if above is None:
        row.passages = row.translated = sum(bool(passage.text.strip()) for passage in state.passages[pk])
    else:
        _tally(row, state.states(pk), state.units[pk], article.vouched_digest == state.digests[pk])
        row.upstream = len(state.lagging(pk))
    if row.stale or row.upstream:
        row.stale_since = known.stale_since if known and known.stale_since else timezone.now()
    settle(row, article, state.story, known.stage if known else "", article.due_at)
    return row


def _tally(row: Progress, states: dict[str, str], units: dict[str, _Kept], vouched: bool) -> None:
    """Count the units by state. What was left out on purpose is done; what somebody is still writing is not."""
    row.passages = len(states)
    for key, state in states.items():
        if state == queries.STALE:
            row.stale += 1
        elif state == queries.DRAFT and not vouched and units[key].origin == Unit.Origin.MACHINE:
            row.drafts += 1
        elif state == queries.UNTRANSLATED or (state == queries.DRAFT and not vouched):
            row.untranslated += 1
        elif state in {queries.REVIEWED, queries.FINAL}:
            row.reviewed += 1
        else:
            row.translated += 1


def settle(row: Progress, article: Article | _Begun, story: Story, before: str, due_at: dt.datetime | None) -> None:
    """Say in one word where the row stands, since when, how much it asks of a person, and by when.

    ``due_at`` is the moment its assignment sets, if somebody has it.
    """
    row.stage = stage_of(row, article)
    if before and row.stage != before:
        row.since = timezone.now()
    row.rank = RANKS.get(Stage(row.stage), 1)
    row.due_at = due_of(row, story, due_at)


def stage_of(row: Progress, article: Article | _Begun) -> str:
    """The stage of an article whose passages are counted in ``row``.

    Stale comes before what is missing: its words were right once, so nobody would look for them. What has every
    passage is in work until the integrity desk has looked at exactly these words.
    """
    if row.stale or row.upstream:
        return Stage.LIVE_STALE if article.live else Stage.STALE
    if article.live:
        return Stage.CHANGED if article.has_unpublished_changes else Stage.LIVE
    if article.first_published_at:
        return Stage.WITHDRAWN
    if row.drafts and not row.translated and not row.reviewed:
        return Stage.DRAFT
    if row.untranslated or row.drafts or not row.passages or row.holds is None:
        return Stage.WORK
    return Stage.HOLD if row.holds else Stage.READY


def due_of(row: Progress, story: Story, assigned: dt.datetime | None) -> dt.datetime:
    """The nearest moment by which it must be ready: of its assignment, the story's embargo or a plan of release."""
    now = timezone.now()
    embargo = story.embargoed_until if story.embargoed_until and story.embargoed_until > now else None
    moments = [assigned, embargo, row.release_at]
    return min((moment for moment in moments if moment), default=NEVER)


def _missing(state: _Languages) -> list[Progress]:
    """Rows for what is missing; those of languages no longer wanted are deleted."""
    story, known = state.story, state.known
    gone = [row.pk for row in known.values() if row.article_id is None and row.language not in state.missing]
    if gone:
        Progress.objects.filter(pk__in=gone, article=None).delete()
    due_at = due_of(Progress(), story, None)
    return [
        Progress(
            story=story,
            language=language,
            site_id=story.site_id,
            stage=Stage.MISSING,
            since=known[language].since if language in known else timezone.now(),
            due_at=due_at,
            reads=known[language].reads if language in known else state.reads,
        )
        for language in sorted(state.missing)
    ]


def wanted_languages(story: Story) -> set[str]:
    """The languages of the sites that carry the story; its own alone if its licence forbids a translation."""
    if story.licence and not story.licence.may_translate:
        return {story.source_language}
    placed = story.articles.filter(language=story.source_language).values_list("placements__edition__site", flat=True)
    sites = {story.site_id, *(site for site in placed if site)}
    return set(Edition.objects.filter(site__in=sites).values_list("language", flat=True)) & set(LANGUAGES)
