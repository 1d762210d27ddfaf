"""What the board is narrowed to: its rows of progress, counted and found by what indexes know."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from tintuc.network.models import Site
from tintuc.newsroom.finding import stories_with
from tintuc.newsroom.long_lists import on_sites
from tintuc.stories.models import Article, Placement, Story
from tintuc.translation.models import Assignment, Progress, Stage

#: Rows of a state that are counted. Up to so many that match are sorted; of more, the stories are walked in order until
#: a page is full.
COUNTED = 5000
#: Stories, the newest, that are looked through for what is settled.
RECENT = 10_000
#: States in which nothing is to be done: nearly all of an archive.
SETTLED = (Stage.LIVE, Stage.WITHDRAWN)
#: What an index, or the search, can answer for the whole archive.
INDEXED = frozenset({"sort", "stage", "language", "site", "words"})


def narrowed_to(given: dict[str, Any], cut: int | None) -> QuerySet[Progress]:
    """The rows of progress that match everything asked for but the state and the site.

    Where no index knows an answer, what is settled and not newer than the story ``cut`` is left out: it is found in the
    list of articles.
    """
    rows = Progress.objects.all()
    if cut is not None:
        rows = rows.filter(Q(stage__in=set(Stage.values) - set(SETTLED)) | Q(story__gt=cut))
    if language := given.get("language"):
        rows = rows.filter(language=language)
    if edition := given.get("edition"):
        here = Placement.objects.filter(article=OuterRef("article"), edition=edition)
        wanted = Q(article=None, site=edition.site_id)
        rows = rows.filter(Exists(here) | wanted, language=edition.language)
    if key := given.get("section"):
        rows = rows.filter(Exists(Placement.objects.filter(article__story=OuterRef("story"), section__key=key)))
    if kind := given.get("format"):
        rows = rows.filter(story__format=kind)
    if person := given.get("person"):
        assigned = Assignment.objects.filter(person=person).values("article")
        wrote = Article.objects.filter(latest_revision__user=person).values("pk")
        rows = rows.filter(Q(article__in=assigned) | Q(article__in=wrote))
    if age := given.get("age"):
        rows = rows.filter(since__lt=timezone.now() - dt.timedelta(days=int(age)))
    if words := given.get("words"):
        rows = rows.filter(story__in=stories_with(words))
    return rows


def cut_off() -> int | None:
    """The number of the story with which those begin that are too old to be looked through; None: there is none."""
    return Story.objects.order_by("-pk").values_list("pk", flat=True)[RECENT : RECENT + 1].first()


def counted(rows: QuerySet[Progress]) -> dict[str, int]:
    """How many rows of some sites are in each state, which is how an index has them; one query for all."""
    some = [rows.filter(stage=stage).order_by().values("pk")[:COUNTED] for stage in Stage.values]
    try:
        asked = [one.query.sql_with_params() for one in some]
    except EmptyResultSet:
        return dict.fromkeys(Stage.values, 0)
    sides = (f"SELECT {at} AS stage, count(*) FROM ({sql}) AS rows_{at}" for at, (sql, _) in enumerate(asked))  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(sides), [value for _, values in asked for value in values])
        return {Stage.values[at]: count for at, count in cursor.fetchall()}


@dataclass
class Found:
    """What the board is narrowed to: few rows are read by an index and sorted; of many an order is walked."""

    rows: QuerySet[Progress]
    sites: set[int] | None  #: None: all
    narrowed: bool
    few: list[tuple[int, int, str]] | None = None  #: primary key, story and language, if there are few

    def in_order(self) -> QuerySet[Progress]:
        """The rows, in words that let a database walk an order of them."""
        if self.few is not None:
            return Progress.objects.filter(pk__in=[pk for pk, _, _ in self.few])
        if self.sites is None:
            return self.rows
        return self.rows.filter(Exists(Site.objects.filter(pk=OuterRef("site_id")).filter(pk__in=self.sites)))

    def stories(self) -> QuerySet[Story]:
        """The stories they are of."""
        if self.few is not None:
            return Story.objects.filter(pk__in={story for _, story, _ in self.few})
        stories = Story.objects.all() if self.sites is None else Story.objects.filter(on_sites(self.sites))
        return stories.filter(Exists(self.rows.filter(story=OuterRef("pk")))) if self.narrowed else stories

    def languages(self, page: list[Story]) -> dict[int, set[str]]:
        """Of the stories of a page, the languages that were asked for."""
        marked: dict[int, set[str]] = defaultdict(set)
        if self.few is not None:
            pairs = [(story, language) for _, story, language in self.few]
        else:
            pairs = list(self.rows.filter(story__in=page).values_list("story", "language")) if self.narrowed else []
        for story, language in pairs:
            marked[story].add(language)
        return marked
