"""The board: stories by language, found and ordered by rows of progress alone."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from tintuc.counting.queries import reads_of
from tintuc.network.languages import LANGUAGES
from tintuc.network.models import Edition, Section, Site
from tintuc.network.permissions import sites_for
from tintuc.newsroom.narrowing import COUNTED, INDEXED, Found, counted, cut_off, narrowed_to
from tintuc.stories.models import Article, Story
from tintuc.translation.models import Progress, Stage

#: Lines on one page.
A_PAGE = 40
#: What the board can be sorted by, and by which columns. Without one it lists stories, else languages by themselves.
SORTS: dict[str, tuple[str, ...]] = {
    "new": (),
    "old": (),
    "urgent": ("rank", "due_at", "-reads", "-story_id", "language"),
    "waiting": ("since", "story_id", "language"),
    "reads": ("-reads", "-story_id", "language"),
}
SORT_CHOICES = [
    ("new", _("newest story first")),
    ("old", _("oldest story first")),
    ("urgent", _("most urgent first")),
    ("waiting", _("longest unchanged first")),
    ("reads", _("most read first")),
]
AGES = [("", _("any")), ("1", _("a day")), ("7", _("a week")), ("30", _("a month"))]


class BoardForm(forms.Form):
    """What the board is narrowed to. It stands in the address, so a view of the board can be passed on."""

    words = forms.CharField(label=_("Words"), max_length=80, required=False)
    stage = forms.MultipleChoiceField(label=_("State"), choices=Stage.choices, required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    site = forms.ModelChoiceField(Site.objects.none(), label=_("Site"), required=False, empty_label=_("all"))
    edition = forms.ModelChoiceField(Edition.objects.none(), label=_("Edition"), required=False, empty_label=_("all"))
    section = forms.ChoiceField(label=_("Section"), required=False)
    format = forms.ChoiceField(label=_("Format"), choices=[("", _("all")), *Story.Format.choices], required=False)
    person = forms.ModelChoiceField(
        get_user_model().objects.none(), label=_("Person"), required=False, empty_label=_("anybody")
    )
    age = forms.ChoiceField(label=_("Unchanged for"), choices=AGES, required=False)
    sort = forms.ChoiceField(label=_("Order"), choices=SORT_CHOICES, required=False)

    def __init__(self, data: Any, *, user: Any) -> None:
        data = data.copy()
        data.setlist("stage", [stage for stage in data.getlist("stage") if stage])
        super().__init__(data)
        self.mine = sites_for(user, "view")
        #: Who sees all sites is spared a condition that keeps the database from walking an order by its index.
        self.everywhere = self.mine >= set(Site.objects.values_list("pk", flat=True))
        editions = list(Edition.objects.filter(site__in=self.mine).select_related("site"))
        spoken = {edition.language for edition in editions}
        self.languages = [code for code in LANGUAGES if code in spoken]
        self._offer("site", Site.objects.filter(pk__in=self.mine))
        self._offer("edition", Edition.objects.filter(site__in=self.mine).select_related("site"))
        self._offer("person", get_user_model().objects.filter(memberships__site__in=self.mine).distinct())
        self.fields["language"].choices = [("", _("all")), *((code, LANGUAGES[code].name) for code in self.languages)]
        sections = (
            Section.objects.filter(edition__site__in=self.mine).order_by("order", "pk").values_list("key", "name")
        )
        names: dict[str, str] = {}
        for key, name in sections:
            names.setdefault(key, name)
        self.fields["section"].choices = [("", _("all")), *names.items()]

    def _offer(self, name: str, rows: QuerySet[Any]) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        """What is asked for; a value that makes no sense, such as another's site, narrows to nothing."""
        self.is_valid()
        return {"sort": "new"} | {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def narrowed(self) -> bool:
        """Whether anything but the order is asked for."""
        return bool(self.given().keys() - {"sort"}) or bool(self.errors)


@dataclass
class Line:
    """One line of the board: a story, its languages, and which of them the line is about."""

    story: Story
    cells: list[Progress]
    marked: set[str] = field(default_factory=set)
    faint: bool = False  #: whether the other languages stand back

    @property
    def title(self) -> str:
        """The source's headline as it was last written, or the slugline."""
        source = next((cell for cell in self.cells if cell.language == self.story.source_language), None)
        return title_of(source.article) if source and source.article else self.story.slugline

    @property
    def missing(self) -> list[str]:
        """Languages nobody has begun."""
        return [cell.language for cell in self.cells if cell.stage == Stage.MISSING]


@dataclass
class Board:
    """A page of the board."""

    lines: list[Line]
    counts: dict[str, int]  #: by state, each no further than :data:`COUNTED`
    next: str = ""  #: what follows, as the ``after`` of an address; empty at the end
    recent: bool = False  #: whether of settled states only the newest stories were looked through


def title_of(article: Article) -> str:
    """The headline of the newest version; the row itself may lag behind it."""
    return article.latest_revision.object_str if article.latest_revision else str(article)


def board(form: BoardForm, after: str = "") -> Board:
    """The page of the board that ``form`` asks for, after the line that ``after`` names."""
    if form.is_valid() or not form.errors:
        given = form.given()
        cut = cut_off() if given.keys() - INDEXED else None
        rows = narrowed_to(given, cut)
    else:
        given, rows, cut = {"sort": "new"}, Progress.objects.none(), None
    site = given.get("site")
    sites = {site.pk} if site else form.mine
    here = rows.filter(site__in=sites)
    counts = counted(here)
    if stages := given.get("stage"):
        rows, here = rows.filter(stage__in=stages), here.filter(stage__in=stages)
    sort = given["sort"]
    total = sum(count for stage, count in counts.items() if not stages or stage in stages)
    found = Found(rows, None if form.everywhere and not site else sites, form.narrowed)
    if total < COUNTED and form.narrowed:
        found.few = list(here.values_list("pk", "story", "language"))
    if SORTS[sort]:
        lines, token = _by_language(found.in_order(), SORTS[sort], after)
    else:
        lines, token = _by_story(found, sort == "old", after)
    return Board(lines, counts, token, cut is not None)


def _by_story(found: Found, oldest_first: bool, after: str) -> tuple[list[Line], str]:
    stories = found.stories().order_by("pk" if oldest_first else "-pk")
    if after.isdecimal() and len(after) < 19:
        stories = stories.filter(pk__gt=int(after)) if oldest_first else stories.filter(pk__lt=int(after))
    rows = list(stories.select_related("site")[: A_PAGE + 1])
    page = rows[:A_PAGE]
    marked, narrowed = found.languages(page), found.narrowed
    lines = [Line(story, cells, marked[story.pk], narrowed) for story, cells in zip(page, cells_of(page), strict=True)]
    return lines, str(page[-1].pk) if len(rows) > A_PAGE else ""


def _by_language(rows: QuerySet[Progress], order: tuple[str, ...], after: str) -> tuple[list[Line], str]:
    if values := _values(order, after):
        rows = rows.filter(_beyond(order, values))
    found = list(rows.order_by(*order).select_related("story__site")[: A_PAGE + 1])
    page = found[:A_PAGE]
    cells = cells_of([row.story for row in page])
    lines = [Line(row.story, cells[at], {row.language}, faint=True) for at, row in enumerate(page)]
    return lines, _token(order, page[-1]) if len(found) > A_PAGE else ""


def _token(order: tuple[str, ...], row: Progress) -> str:
    """What tells this row's place in the order."""
    parts = []
    for name in order:
        value = getattr(row, name.strip("-"))
        parts.append(value.isoformat() if isinstance(value, dt.datetime) else str(value))
    return "~".join(parts)


def _values(order: tuple[str, ...], token: str) -> list[Any]:
    """The place a token tells; empty for none, or for one that tells nothing."""
    parts = token.split("~")
    if len(parts) != len(order):
        return []
    values: list[Any] = []
    for name, part in zip(order, parts, strict=True):
        if name in {"due_at", "since"}:
            try:
                moment = parse_datetime(part)
            except ValueError:
                return []
            if moment is None or moment.tzinfo is None:
                return []
            values.append(moment)
        elif name == "language":
            values.append(part[:10])
        elif part.isdecimal() and len(part) < 19:
            values.append(int(part))
        else:
            return []
    return values


def _beyond(order: tuple[str, ...], values: list[Any]) -> Q:
    """Rows after a place in an order of several columns; the first column stands by itself, for the index."""
    beyond, equal = Q(), Q()
    for name, value in zip(order, values, strict=True):
        column = name.strip("-")
        past = Q(**{f"{column}__lt" if name.startswith("-") else f"{column}__gt": value})
        beyond |= equal & past
        equal &= Q(**{column: value})
    first = order[0].strip("-")
    return Q(**{f"{first}__lte" if order[0].startswith("-") else f"{first}__gte": values[0]}) & beyond


def cells_of(stories: Iterable[Story]) -> list[list[Progress]]:
    """For each story its rows of progress with all a cell shows, the source first, then by language."""
    stories = list(stories)
    by_pk = {story.pk: story for story in stories}
    rows = list(
        Progress.objects.filter(story__in=by_pk)
        .select_related("article__latest_revision", "article__assignment__person")
        .prefetch_related("article__placements__edition__site")
        .defer("article__body", "article__latest_revision__content")
    )
    reads = reads_of(row.article_id for row in rows if row.article_id)
    order = {code: at for at, code in enumerate(LANGUAGES)}
    by_story: dict[int, list[Progress]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: order.get(row.language, 99)):
        row.story, row.reads = by_pk[row.story_id], reads.get(row.article_id or 0, 0)
        if row.article:
            row.article.story = row.story
        by_story[row.story_id].append(row)
    return [sorted(by_story[story.pk], key=lambda row: row.language != story.source_language) for story in stories]
