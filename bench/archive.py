"""Fills a new newsroom with an archive of released articles, by rows and not by hand. For other benches."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from uuid import uuid4

from tintuc.config import newsroom

HERE = Path(__file__).parents[1]
SECTIONS = 10
NETWORK = """
[network]
name = "Bench"
desk_host = "desk.test"
[[site]]
key = "bench"
masthead = "The Bench"
host = "bench.test"
tagline = "News of one run"
  [[site.edition]]
  language = "en"
  time_zone = "Europe/London"
""" + "".join(
    f'    [[site.edition.section]]\n    key = "s{n}"\n    name = "Section {n}"\n    slug = "section-{n}"\n'
    for n in range(SECTIONS)
)


def paragraphs() -> list[str]:
    """The English paragraphs of the demonstration's stories, as plain text."""
    found = []
    for file in sorted((HERE / "src/tintuc/config/demo/stories").glob("*.toml")):
        for article in tomllib.loads(file.read_text(encoding="utf-8"))["article"]:
            if article["language"] == "en":
                blocks = [block for block in article["block"] if block["kind"] == "paragraph"]
                found += [text for block in blocks if (text := block.get("text") or block.get("html") or "")]
    return found


def texts(number: int) -> list[list[str]]:
    """So many articles of ten paragraphs each (some 280 words), no two in the same order.

    Each tells of two places that few others tell of, so that articles are related as those of a newsroom are.
    """
    known = paragraphs()
    return [
        [known[(n * 7 + at * (1 + n % 11)) % len(known)] for at in range(9)]
        + [f"The pier of {place(n // 6)} will be next, says the council of {place(n // 6)}, then that of {place(n // 4 + 7)}."]
        for n in range(number)
    ]  # fmt: skip


def place(number: int) -> str:
    """The made-up name of a place."""
    parts = ("ba", "do", "fen", "gil", "ka", "lor", "mi", "nu", "pel", "ra", "sim", "tu", "vo", "wen", "ya", "zel")
    return "".join(parts[number >> 4 * at & 15] for at in range(4)).capitalize()


def fill(folder: Path, written: list[list[str]]) -> None:
    """Make a newsroom in a folder, with one site, and release articles of these paragraphs there."""
    newsroom.make(folder, NETWORK, say=lambda _: None)
    from tintuc.network.models import Edition

    edition = Edition.objects.select_related("site").get()
    shelves = list(edition.sections.order_by("pk"))
    moment = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=len(written))
    for begin in range(0, len(written), 500):
        _some(edition, shelves, moment, list(enumerate(written))[begin : begin + 500])


def _some(edition, shelves, moment, some) -> None:
    from django.db import transaction

    from tintuc.search.actions.write import write_new
    from tintuc.stories.models import Article, Clearance, Placement, Release, Story
    from tintuc.stories.models.article import digest_of

    with transaction.atomic():
        stories = Story.objects.bulk_create(
            Story(slugline=f"story-{n}", site=edition.site, source_language="en") for n, _ in some
        )
        articles = Article.objects.bulk_create(
            Article(
                story=story, language="en", headline=f"Story {n} of the harbour and its ferries", slug=f"story-{n}",
                standfirst=text[0][:160], body=[{"type": "paragraph", "value": f"<p>{part}</p>", "id": str(uuid4())} for part in text],
            )
            for story, (n, text) in zip(stories, some, strict=True)
        )  # fmt: skip
        contents = [article.public_content() for article in articles]
        clearances = Clearance.objects.bulk_create(
            Clearance(article=article, digest=digest_of(content), rule_set="bench")
            for article, content in zip(articles, contents, strict=True)
        )
        releases = Release.objects.bulk_create(
            Release(
                article=article, number=1, clearance=cleared, digest=cleared.digest, content=content,
                released_at=moment + dt.timedelta(minutes=n),
            )
            for article, content, cleared, (n, _) in zip(articles, contents, clearances, some, strict=True)
        )  # fmt: skip
        placements = []
        for article, release, (n, _) in zip(articles, releases, some, strict=True):
            article.current_release, article.live, article.released_at = release, True, release.released_at
            article.first_published_at = article.last_published_at = release.released_at
            shelf = shelves[n % len(shelves)]
            path = f"{shelf.path}{release.released_at:%Y/%m}/story-{n}-{article.pk}.html"
            placements.append(
                Placement(
                    article=article, edition=edition, section=shelf, canonical=True, path=path,
                    released_at=release.released_at,
                )
            )  # fmt: skip
        dates = ["current_release", "live", "released_at", "first_published_at", "last_published_at"]
        Article.objects.bulk_update(articles, dates)
        Placement.objects.bulk_create(placements)
        write_new(releases=releases)
