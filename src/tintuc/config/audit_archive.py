"""The rows of an audit of a newsroom's archive, a few articles in memory at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tintuc.checks import Check, catalogue
from tintuc.checks.audit import Row

#: Articles that one process takes at a time.
CHUNK = 20
#: Fewer articles than this are read in this process: others would not have started before they are done.
WORTH_SPREADING = 500


@dataclass(frozen=True)
class Selection:
    """Which articles."""

    every: bool = False  #: drafts and withdrawn articles too
    editions: tuple[int, ...] = ()  #: primary keys; empty: all
    since: dt.datetime | None = None
    limit: int | None = None


@dataclass(frozen=True)
class Item:
    """One article to look at, as it is handed to a process."""

    article: int
    checks: tuple[str, ...]


def count(selection: Selection) -> int:
    """How many articles there are."""
    found = len(_changed_since(selection)) if selection.since else int(_articles(selection).count())
    return found if selection.limit is None else min(found, selection.limit)


def tasks(selection: Selection, checks: tuple[str, ...] = ()) -> Iterator[list[Item]]:
    """The articles by their number, in chunks. No query stays open between two of them."""
    if selection.since:
        keys = _changed_since(selection)[: selection.limit]
        yield from ([Item(key, checks) for key in keys[at : at + CHUNK]] for at in range(0, len(keys), CHUNK))
        return
    last, left = 0, selection.limit
    while left is None or left > 0:
        size = CHUNK if left is None else min(CHUNK, left)
        keys = list(_articles(selection).filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:size])
        if not keys:
            return
        yield [Item(key, checks) for key in keys]
        last, left = keys[-1], None if left is None else left - len(keys)


def _articles(selection: Selection) -> Any:
    from django.db.models import Exists, OuterRef

    from tintuc.stories.models import Article, Placement

    articles = Article.objects.all() if selection.every else Article.objects.filter(live=True)
    if selection.editions:
        placed = Placement.objects.filter(article=OuterRef("pk"), edition__in=selection.editions)
        articles = articles.filter(Exists(placed))
    return articles


def _changed_since(selection: Selection) -> list[int]:
    """The numbers of the articles that were released or, if they are not live, saved since: asked for by when."""
    articles = _articles(selection)
    live = articles.filter(live=True, last_published_at__gte=selection.since).order_by("-last_published_at")
    saved = articles.filter(live=False, latest_revision__created_at__gte=selection.since).order_by("-pk")
    return sorted({*live.values_list("pk", flat=True), *saved.values_list("pk", flat=True)})


def prepare(folder: str) -> None:
    """Load Django in a process of the pool."""
    from tintuc.config import newsroom

    newsroom.load(Path(folder))


def look(item: Item) -> Row:
    """What the desk says of one article; an article that cannot be read is a row that says so."""
    try:
        return _look(item)
    except Exception as error:
        return failed(item, f"{type(error).__name__}: {error}")


def failed(item: Item, why: str) -> Row:
    """The row of an article that could not be read."""
    from tintuc.network.models import Network

    try:
        desk_url = desk_address(Network.current(), "wagtailsnippets_stories_article:edit", item.article)
    except Exception:
        desk_url = ""
    return Row(f"article {item.article}", desk_url=desk_url, error=why)


def desk_address(network: Any, name: str, *arguments: object) -> str:
    """The address of one of the desk's screens."""
    from django.urls import reverse

    return str(network.address(network.desk_host, reverse(name, args=arguments, urlconf="tintuc.config.urls")))


def chosen(checks: tuple[str, ...]) -> list[Check] | None:
    """The checks of these ids; None for all."""
    return [catalogue()[ident] for ident in checks] if checks else None


def _look(item: Item) -> Row:
    from tintuc.integrity.queries import inspect
    from tintuc.network.models import Network
    from tintuc.stories.models import Article

    article = Article.objects.select_related("story__site", "current_release").get(pk=item.article)
    source = article.made_from
    version = as_read(article)
    report = inspect(version, chosen(item.checks), as_read(source) if source else None)
    placement = article.placements.select_related("edition__site", "section__edition").first()
    site = placement.edition.site if placement else None
    return Row(
        name=f"article {article.pk}",
        headline=str(version),
        language=article.language,
        edition=f"{site.key}/{article.language}" if site else "",
        section=f"{site.key}/{placement.section.key}" if site else "",
        url=placement.url if placement and article.live else "",
        desk_url=desk_address(Network.current(), "wagtailsnippets_stories_article:edit", article.pk),
        findings=tuple(finding.as_data() for finding in report.findings),
        unused_waivers=tuple(waiver_data(waiver) for waiver in report.unused_waivers),
        times=report.times,
    )


def waiver_data(waiver: Any) -> dict[str, str]:
    """A waiver as plain data."""
    from tintuc.integrity.queries import as_data

    return as_data(waiver) | {"check": waiver.check_id, "quote": waiver.quote}


def as_read(article: Any) -> Any:
    """The article with the words readers have if it is live, and its newest ones if it is not.

    Rights and credits are the story's as they are now: a licence that ended yesterday counts today.
    """
    from tintuc.stories.passages import FIELDS

    release = article.current_release if article.live else None
    if release is None:
        return article.get_latest_revision_as_object()
    for name in (*FIELDS, "origin"):
        setattr(article, name, release.content[name])
    article.body = release.body
    article.released_at = release.released_at
    return article
