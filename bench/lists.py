"""What every list costs in a large archive: the desk's, readers', machines' and those of jobs. Prints JSON.

    .venv/bin/python bench/lists.py [--articles 1000000] [--dir FOLDER] [--only WORD] [--slow 50]

Each case shows one screen, bakes one page or asks one question, as the product does it, and each query of it is timed,
counted in steps of SQLite's virtual machine (thousands; they say the same however busy the machine is) and explained.
Told are, for each case, its queries, its CPU and the sum of steps; a query that takes more than ``--slow`` thousand
steps, or walks a whole table that grows with the archive, is told with its plan. What a case writes is undone.

With ``--dir`` the archive of an earlier run is asked (or, if the folder is empty, made there and kept).
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parent))

from watched import Asked, Watch

#: Screens of Wagtail that the desk does not lead to.
NOT_OURS = ("log", "report of")


def cases() -> Iterator[tuple[str, Callable[[], object]]]:
    """Every list there is, by name."""
    yield from desk()
    yield from readers()
    yield from machines()
    yield from duties()


def client() -> Any:
    """A browser at the desk, logged in as the superuser."""
    from django.test import Client
    from fresh import user

    from tintuc.network.models import Network

    made = Client(headers={"host": Network.current().desk_host}, raise_request_exception=True)
    made.force_login(user())
    return made


def desk() -> Iterator[tuple[str, Callable[[], object]]]:
    """Screens of the desk."""
    from tintuc.network.models import Edition, Site
    from tintuc.newsroom.board import AGES, SORTS
    from tintuc.stories.models import Article
    from tintuc.translation.models import Stage

    browser = client()

    def screen(path: str, **query: object) -> Callable[[], object]:
        def show() -> object:
            answer = browser.get(f"{path}?{urlencode(query)}")
            assert answer.status_code == 200, (path, answer.status_code)
            return answer.content

        return show

    site, edition, board = Site.objects.first(), Edition.objects.get(language="en"), "/desk/board/"
    last, first = Article.objects.filter(live=True).order_by("-pk").first(), Article.objects.order_by("pk").first()
    yield "home", screen("/")
    articles = {
        "": {}, "page 2": {"p": 2}, "last page": {"p": 100}, "words": {"words": "lano"}, "rare": {"words": "harbour"},
        "language": {"language": "ja"}, "site": {"site": site.pk}, "live": {"live": "true"},
        "not live": {"live": "false"}, "not live, ja": {"live": "false", "language": "ja"},
        "by language": {"ordering": "language"}, "by update": {"ordering": "-_updated_at"},
        "by update, oldest": {"ordering": "_updated_at"},
    }  # fmt: skip
    for name, query in articles.items():
        yield f"articles {name}".strip(), screen("/snippets/stories/article/", **query)
    stories = {
        "": {}, "last page": {"p": 100}, "by slugline": {"ordering": "slugline"}, "oldest": {"ordering": "created_at"},
        "interviews": {"format": "interview"}, "carried": {"carried": "true"}, "site": {"site": site.pk},
    }  # fmt: skip
    for name, query in stories.items():
        yield f"stories {name}".strip(), screen("/snippets/stories/story/", **query)
    for kind in ("contributor", "topic", "provider", "licence"):
        app = "network" if kind == "topic" else "stories"
        yield f"list of {kind}s", screen(f"/snippets/{app}/{kind}/")
    for kind, app in (("edition", "network"), ("section", "network"), ("concept", "translation"), ("name", "names")):
        yield f"list of {kind}s", screen(f"/snippets/{app}/{kind}/")
    for sort in SORTS:
        yield f"board {sort}", screen(board, sort=sort)
    for stage in Stage.values:
        yield f"board {stage}", screen(board, stage=stage)
        yield f"board {stage}, urgent", screen(board, stage=stage, sort="urgent")
    narrow = {
        "words": {"words": "lano"}, "rare words": {"words": "harbour"}, "language": {"language": "ja"},
        "site": {"site": site.pk}, "edition": {"edition": edition.pk}, "section": {"section": "sport"},
        "format": {"format": "interview"}, "person": {"person": 1},
    }  # fmt: skip
    narrow |= {f"unchanged {days}": {"age": days} for days, _ in AGES if days}
    for name, query in narrow.items():
        yield f"board by {name}", screen(board, **query)
        yield f"board by {name}, urgent", screen(board, sort="urgent", **query)
        yield f"board by {name}, in work", screen(board, stage="work", **query)
    yield "board, a page far down", screen(board, after=first.story_id + 50)
    yield "a story's languages", screen(f"/desk/board/{last.story_id}/")
    for name in ("queue", "notices", "names/proposed", "fronts", "pages", "engines", "checks"):
        yield f"desk {name}", screen(f"/desk/{name}/")
    yield "a front", screen(f"/desk/fronts/{edition.pk}/")
    yield "an article", screen(f"/snippets/stories/article/edit/{last.pk}/")
    yield "an article's versions", screen(f"/snippets/stories/article/history/{last.pk}/")
    yield "an article's uses", screen(f"/snippets/stories/article/usage/{last.pk}/")
    yield "a contributor's uses", screen("/snippets/stories/contributor/usage/1/")
    yield "a site's uses", screen(f"/snippets/network/site/usage/{site.pk}/")
    yield "log", screen("/reports/site-history/")
    yield "log of a day", screen("/reports/site-history/", timestamp_from=f"{dt.date.today()}")
    yield "log of articles", screen("/reports/site-history/", object_type="")
    yield "report of locked", screen("/reports/locked/")
    yield "report of workflows", screen("/reports/workflow/")
    yield "pictures", screen("/images/")


def readers() -> Iterator[tuple[str, Callable[[], object]]]:
    """Pages of readers: those that are baked, and the ones that are asked for."""
    from tintuc.network.models import Edition, Topic
    from tintuc.publishing import queries
    from tintuc.publishing.bakery import OVENS, PageRef, ref_at, refs_for
    from tintuc.publishing.memo import batch
    from tintuc.reading.results import hits
    from tintuc.stories.models import Article, Contributor

    edition = Edition.objects.select_related("site").get(language="en")
    section = edition.sections.first()
    placed = queries.public(edition)
    newest, oldest = placed.first(), placed.order_by("shown_at", "pk").first()
    first, last = oldest.shown_at, newest.shown_at
    middle = first + (last - first) / 2

    def page(kind: str, owner: int, key: object = "") -> Callable[[], object]:
        def bake() -> object:
            with batch():
                return OVENS[kind].bake(PageRef(kind, owner, str(key)))

        return bake

    yield "front", page("front", edition.pk)
    yield "hot list", page("hotlist", edition.pk)
    yield "section", page("section", edition.pk, section.pk)
    months = {"this": last, "middle": middle, "first": first}
    for name, at in months.items():
        yield f"section, {name} month", page("section-month", edition.pk, f"{section.pk}/{at:%Y/%m}")
        yield f"map, {name} month", page("map", edition.pk, f"{at:%Y/%m}")
        yield f"map, {name} day", page("map", edition.pk, f"{at:%Y/%m/%d}")
        yield f"sitemap, {name} day", page("sitemap", edition.pk, f"{at:%Y-%m-%d}")
    yield "map", page("map", edition.pk)
    yield "sitemap index", page("sitemaps", edition.site_id)
    for topic in Topic.objects.all():
        yield f"topic {topic.key}", page("topic", edition.pk, topic.pk)
        for name, at in months.items():
            yield f"topic {topic.key}, {name} month", page("topic", edition.pk, f"{topic.pk}/{at:%Y/%m}")
    yield "topics", page("topics", edition.pk)
    people = [Contributor.objects.first(), *Contributor.objects.filter(slug__in=["long-ago", "little"])]
    for person in people:
        yield f"person {person.slug}", page("person", edition.pk, person.pk)
        for name, at in months.items():
            yield f"person {person.slug}, {name} month", page("person", edition.pk, f"{person.pk}/{at:%Y/%m}")
    for kind in ("rss", "atom"):
        yield kind, page(kind, edition.pk)
        yield f"{kind} of a section", page(kind, edition.pk, section.pk)
        for topic in Topic.objects.all():
            yield f"{kind} of topic {topic.key}", page(kind, edition.pk, f"t{topic.pk}")
    yield "corrections", page("corrections", edition.pk)
    yield "corrections of a year", page("corrections", edition.pk, first.year)
    yield "feed of corrections", page("corrections-atom", edition.pk)
    for name, one in (("newest", newest), ("oldest", oldest)):
        for kind in ("article", "history", "share"):
            yield f"{kind}, {name}", page(kind, edition.pk, one.pk)
        yield f"parallel, {name}", page("parallel", edition.pk, f"{one.pk}:vi")
        yield f"address of the {name}", lambda one=one: ref_at(edition.site.host, one.path)
    for name in ("/en/nowhere.html", "/en/a/history.html", "/en/a/en+vi.html", "/en/a.jpg", "/en/map/1999/01/01/"):
        yield f"no page at {name}", lambda name=name: ref_at(edition.site.host, name)
    article = Article.objects.get(pk=newest.article_id)
    tags = [f"{kind}:{article.pk}" for kind in ("article", "text", "told", "made-from", "count")]
    tags += [f"{kind}:{article.story_id}" for kind in ("story", "shown", "alt")]
    tags += [f"list:{edition.pk}", f"days:{edition.pk}", f"hot:{edition.pk}", f"section:{section.pk}"]
    tags += [f"topic:{topic.pk}" for topic in Topic.objects.all()] + [f"person:{one.pk}" for one in people]
    tags += ["all", f"brand:{edition.site_id}"]
    for tag in tags:
        yield (
            f"pages of {tag.partition(':')[0]} {tag if tag[:6] in ('topic:', 'person') else ''}",
            lambda tag=tag: refs_for([tag]),
        )
    for words in ("lano", "lano mivi", "harbour", "ta mi ko lu ren sha"):
        yield f"search {words}", lambda words=words: hits(edition, words, 1)
    day = last.date()
    yield "search, a day", lambda: hits(edition, "lano", 1, day, day)
    yield (
        "search, the first year",
        lambda: hits(edition, "lano", 1, first.date(), first.date() + dt.timedelta(days=365)),
    )
    yield "search, page 50", lambda: hits(edition, "lano", 50)


def machines() -> Iterator[tuple[str, Callable[[], object]]]:
    """What the desk and the command line ask: copies, waivers, links, memory, audit, figures."""
    from tintuc.config import audit_archive
    from tintuc.counting.queries import hot, reads_of
    from tintuc.integrity.models import Waiver
    from tintuc.network.models import Edition
    from tintuc.publishing.actions.count import count_days_of, count_edition
    from tintuc.search.hosts import used_before
    from tintuc.search.near import twins
    from tintuc.stories.models import Article
    from tintuc.translation.memory_index import candidates

    edition = Edition.objects.select_related("site").get(language="en")
    article = Article.objects.select_related("story", "current_release").filter(live=True, language="en").last()
    newest = Article.objects.select_related("story").order_by("-pk").first()
    yield "copies of an article", lambda: twins(newest, 0.5)
    yield "hosts linked to before", lambda: used_before({"a.example", "b.example"}, but=1)
    yield "waivers of an article", lambda: list(Waiver.objects.filter(article=1, taken_back_at=None))
    yield "memory", lambda: candidates("The harbour town opened its pier on Monday", "en", "vi")
    yield "hot", lambda: hot(edition)
    yield "reads of forty", lambda: reads_of(range(40))
    yield "days counted", lambda: count_days_of(article.placements.select_related("edition__site"))
    yield "once after a load: days of an edition", lambda: count_edition(edition)
    since = dt.datetime.now(dt.UTC) - dt.timedelta(days=7)
    for name, chosen in {
        "": audit_archive.Selection(), "all": audit_archive.Selection(every=True),
        "edition": audit_archive.Selection(editions=(edition.pk,)), "a week": audit_archive.Selection(since=since),
        "a week of all": audit_archive.Selection(every=True, since=since),
    }.items():  # fmt: skip
        yield f"once an audit: number {name}".strip(), lambda chosen=chosen: audit_archive.count(chosen)
        yield f"audit, a chunk {name}".strip(), lambda chosen=chosen: next(audit_archive.tasks(chosen))


def duties() -> Iterator[tuple[str, Callable[[], object]]]:
    """The queue of jobs, what comes round, and the slow roads through an archive."""
    from tintuc.jobs.queue import claim, enqueue, seconds_to_next
    from tintuc.jobs.registry import HANDLERS, ROUNDS
    from tintuc.jobs.scheduler import tick
    from tintuc.publishing.actions import fill, refresh, repair
    from tintuc.publishing.marks import mark
    from tintuc.publishing.queries import all_public

    middle = all_public().filter(article_id=all_public().order_by("pk").first().article_id).first()
    yield "jobs: claim", claim
    yield "jobs: claim urgent", lambda: claim(urgent=True)
    yield "jobs: next moment", lambda: seconds_to_next(5, urgent=False)
    yield "jobs: put in", lambda: enqueue("integrity.look", {"article": 1}, key="1")
    yield "jobs: tick", tick
    yield "mark", lambda: mark(["list:1", "article:1"])
    yield "fill, begin", lambda: fill._next("", 0)
    yield "fill, far down", lambda: fill._next(middle.shown_at.isoformat(), middle.pk)
    yield "refresh, begin", lambda: refresh._next(None, 0)
    yield "refresh, far down", lambda: refresh._next(int(middle.shown_at.timestamp()), 10**9)
    yield "repair", lambda: repair._before(None)
    yield "repair, far down", lambda: repair._before(5000)
    for name in ROUNDS:
        yield f"duty {name}", HANDLERS[name].function


class _Undo(Exception):
    """Undoes what a case wrote."""


def survey(only: str = "") -> Iterator[tuple[str, list[Asked], float]]:
    """Run the cases: the name of each, its queries with their plans, and its CPU milliseconds."""
    from django.db import transaction

    watch = Watch()
    for name, work in cases():
        if only not in name:
            continue
        begun = time.process_time()
        with contextlib.suppress(_Undo), transaction.atomic():
            with watch() as asked:
                work()
            spent = (time.process_time() - begun) * 1000
            watch.explain(asked)
            raise _Undo
        yield name, asked, spent


def told(asked: list[Asked], spent: float, slow: int) -> dict[str, Any]:
    """What is printed of a case."""
    row: dict[str, Any] = {
        "queries": len(asked), "cpu_ms": round(spent, 1), "steps": sum(one.steps for one in asked)
    }  # fmt: skip
    bad = [
        {"steps": one.steps, "ms": round(one.ms, 1), "walks": one.walks, "sql": one.sql[:1500], "plan": one.plan}
        for one in asked
        if one.steps > slow or one.walks
    ]
    return row | ({"slow": bad} if bad else {})


def main() -> None:
    """Make or open the archive, ask, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--dir", type=Path, help="an archive that is kept")
    parser.add_argument("--only", default="", help="cases with this in their names")
    parser.add_argument("--slow", type=int, default=50, help="thousands of steps from which a query is told")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tintuc-bench-") as scratch:
        folder = given.dir or Path(scratch)
        if (folder / "network.toml").exists():
            from tintuc.config import newsroom

            newsroom.load(folder)
        else:
            from archive_rows import make

            make(folder, given.articles, 3)
        found = {}
        for name, asked, spent in survey(given.only):
            found[name] = told(asked, spent, given.slow)
            print(f"{name}: {found[name]['steps']} thousand steps, {spent:.0f} ms", file=sys.stderr, flush=True)
    from tintuc.stories.models import Article

    print(
        json.dumps(
            {
                "articles": Article.objects.count() if given.dir else given.articles,
                "load": os.getloadavg()[0],
                "cases": len(found),
                "steps_of_the_slowest": dict(
                    sorted(((name, row["steps"]) for name, row in found.items()), key=lambda pair: -pair[1])[:15]
                ),
                "lists": found,
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
