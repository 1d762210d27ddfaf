"""How far a translation has come, passage by passage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tintuc.stories.models import Article
from tintuc.stories.passages import Passage
from tintuc.translation.models import Unit

UNTRANSLATED, TRANSLATED, STALE = "untranslated", "translated", "stale"


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
    state: str  #: untranslated, translated or stale
    earlier_source: str = ""  #: of a stale unit: the words it was made from


def source_of(article: Article) -> Article | None:
    """The newest version of the article this one is translated from, or None if it is the source itself."""
    if article.is_source:
        return None
    source = article.story.source_article
    return source.newest() if source else None


def units(article: Article, source: Article | None = None) -> list[UnitView]:
    """Every passage of the source that holds words, with its translation in ``article`` as it is in memory.

    Empty for a source article. Passages a translator added are not units: they have no source.
    """
    source = source or source_of(article)
    if source is None:
        return []
    targets = {passage.key: passage for passage in article.passages()}
    known = {unit.key: unit for unit in Unit.objects.filter(article=article.pk)}
    return [
        _view(passage, targets.get(passage.key), known.get(passage.key))
        for passage in source.passages()
        if passage.text.strip()
    ]


def _view(source: Passage, target: Passage | None, unit: Unit | None) -> UnitView:
    text = target.text if target else ""
    state, earlier = TRANSLATED, ""
    if not text.strip():
        state = UNTRANSLATED
    elif unit is None or unit.source_digest != source.digest:
        state, earlier = STALE, unit.source_text if unit else ""
    return UnitView(source.key, source.field, source.block, source.part, source.kind, source.text, text, state, earlier)


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
            if view.state == TRANSLATED and view.field == "body" and view.part in {"", "text"}:
                yield Approved(article.story_id, article.story.source_language, view.source, view.target)


def unfinished(article: Article) -> list[UnitView]:
    """The units that keep the article from going out."""
    return [unit for unit in units(article) if unit.state != TRANSLATED]
