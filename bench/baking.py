"""What a release costs until everything that shows it is on disk, and how that grows with the archive. Prints JSON.

    .venv/bin/python bench/baking.py [--articles 1000,100000] [--edit 10000] [--rounds 15]

* ``release``: the demonstration's story in five languages on three sites (seven pages): released for the first time, and
  changed and released again (headline, then words of the body only), in one language and in all five together, until
  the last page, front, feed and map is in its place. CPU, queries and files of the release (which bakes the story's own
  pages; ``action_cpu_ms`` is without that), of the baking that follows, and of freeing what was replaced, all in this process,
  one after the other; ``wall_ms`` is of the first two, ``after_ms`` of what follows when the editor has been answered.
  Pages of other articles that offer the story under its old headline wait ten seconds for more of their kind and are
  told apart, as ``later_cpu_ms``; ``whole_cpu_ms`` is with them.
  Before each release every cold page was read, so all that can be taken away has to be; ``read_cpu_ms`` is what it costs
  to have them all read again, one by one. Checks are left out: everything is cleared at once.
* ``scale``: one release in archives of different sizes, built by the bulk load, and the ratio of the largest to the
  smallest; and how many articles a CPU second the bulk load took in. For archives of a million see ``bench/scale.py``.
* ``edit``: one edit of one article in an archive of ``--edit`` articles: ``wall_ms`` is until the last file is there.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from fresh import fresh, make, user

BENCH = [sys.executable, __file__]


def main() -> None:
    """Run each part in a process of its own, since Django knows one newsroom a process."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", default="1000,100000", help="sizes of archives, the smallest first")
    parser.add_argument("--edit", type=int, default=10_000, help="size of the archive that is edited")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--only", choices=["release", "scale", "edit"], help="one part")
    parser.add_argument("--part", nargs=2, metavar=("NAME", "SIZE"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.part:
        name, size = given.part
        print(json.dumps({"release": released, "scale": scaled}[name](int(size), given.rounds)))
        return
    found: dict[str, Any] = {}
    if given.only in (None, "release"):
        found["release"] = part("release", 0, given.rounds)
    if given.only in (None, "scale"):
        sizes = [int(size) for size in given.articles.split(",")]
        found["scale"] = {size: part("scale", size, given.rounds) for size in sizes}
        first, last = found["scale"][sizes[0]], found["scale"][sizes[-1]]
        found["ratio"] = {key: round(last[key] / first[key], 2) for key in ("release_cpu_ms", "bake_cpu_ms", "cpu_ms")}
    if given.only in (None, "edit"):
        found["edit"] = part("scale", given.edit, given.rounds)
    print(json.dumps(found, indent=1))


def part(name: str, size: int, rounds: int) -> dict[str, Any]:
    """One part, measured in a process of its own."""
    command = [*BENCH, "--part", name, str(size), "--rounds", str(rounds)]
    return dict(json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.splitlines()[-1]))


def released(_size: int, rounds: int) -> dict[str, Any]:
    """The story in five languages on three sites."""
    with fresh():
        from tintuc.config.demo.load import load
        from tintuc.publishing.actions.bake_marked import bake_marked
        from tintuc.stories.models import Placement, Story

        load(user(), lambda _: None)
        bake_marked()
        clear_all()
        story = Story.objects.get(slugline="ferry-pier")
        articles = list(story.articles.order_by("pk"))
        return {
            "pages": Placement.objects.filter(article__story=story).count(),
            "headline_one": measure(lambda: changed(articles[:1], headline), rounds),
            "headline_all_five": measure(lambda: changed(articles, headline), rounds),
            "text_one": measure(lambda: changed(articles[:1], text), rounds),
            "text_all_five": measure(lambda: changed(articles, text), rounds),
            # The last: copies of the story would stand where other pages offer the story itself.
            "first_all_five": measure(lambda: list(another(story).articles.order_by("pk")), rounds),
        }


def another(story: Any) -> Any:
    """A copy of the story that was never released, in its languages and with its places."""
    from django.forms.models import model_to_dict

    from tintuc.stories.models import Article, Placement, Story

    made = Story.objects.get(pk=story.pk)
    made.pk = None
    made.slugline = f"copy-{Story.objects.count()}"
    made.save()
    made.topics.set(story.topics.all())
    for credit in story.credits.filter(article=None):
        credit.pk, credit.story = None, made
        credit.save()
    for article in story.articles.order_by("pk"):
        words = {name: getattr(article, name) for name in ("headline", "kicker", "standfirst", "dateline", "origin")}
        copy = Article(story=made, language=article.language, slug=made.slugline, body=article.raw_body(), **words)
        copy.save()
        for place in article.placements.all():
            kept = model_to_dict(place, ["edition", "section", "canonical"])
            Placement.objects.create(article=copy, **{f"{n}_id" if n != "canonical" else n: v for n, v in kept.items()})
        copy.save_revision(user=user())
    return made


def scaled(size: int, rounds: int) -> dict[str, Any]:
    """One release in an archive of ``size`` articles."""
    import archive_lines

    with tempfile.TemporaryDirectory(prefix="tintuc-bench-") as folder:
        make(Path(folder), archive_lines.NETWORK)
        loaded = take_in(size)
        from tintuc.publishing.actions.bake import bake_pages
        from tintuc.publishing.actions.count import count_all
        from tintuc.publishing.bakery import refs_for
        from tintuc.stories.models import Article, Story

        clear_all()
        count_all()
        story = Story.objects.order_by("-pk").first()
        bake_pages(refs_for([f"story:{story.pk}", f"alt:{story.pk}", "all"]))
        article = story.articles.order_by("pk").first()
        return {
            "articles": Article.objects.filter(live=True).count(),
            "loaded_a_cpu_second": round(loaded),
            **measure(lambda: changed([article], headline), rounds),
        }


def clear_all() -> None:
    """Clear whatever is asked for, at no cost: made-up words would be held, and the checks are measured elsewhere."""
    from tintuc.stories import signals
    from tintuc.stories.models import Article, Clearance

    def clear(article: Article, digest: str, **_: Any) -> Clearance:
        return Clearance(article_id=article.pk, digest=digest, rule_set="bench")

    signals.clearing.disconnect(dispatch_uid="integrity.clear", sender=Article)
    signals.clearing.connect(clear, sender=Article, weak=False)


def take_in(size: int, until: dt.datetime | None = None, paragraphs: int = 8) -> float:
    """Load ``size`` made-up articles, the last released now or ``until``; return how many a CPU second."""
    import archive_lines

    from tintuc.publishing.archive.load import load

    with tempfile.TemporaryFile() as file:
        for line in archive_lines.lines(size, until or dt.datetime.now(dt.UTC), paragraphs):
            file.write(line.encode() + b"\n")
        file.seek(0)
        begun = time.process_time()
        load(file=file, by=user(), reason="made up for a benchmark")
        return size / (time.process_time() - begun)


def measure(prepare: Callable[[], list[Any]], rounds: int) -> dict[str, Any]:
    """Release what was prepared again and again; medians, times in milliseconds."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from harness import Watch

    from tintuc.publishing import changes, held
    from tintuc.publishing.actions.bake_marked import bake_due, bake_marked
    from tintuc.publishing.actions.release import release
    from tintuc.publishing.actions.release_together import plan_release

    by, found, files = user(), [], 0
    pages = Watch((changes, "_bake_now"))
    for number in range(rounds + 2):
        articles = prepare()
        bake_marked()  # what preparing has marked

        def go(articles: list[Any] = articles) -> None:
            if len(articles) == 1:
                release(article=articles[0], by=by)
            else:  # as the button that releases languages together does
                plan_release(story=articles[0].story, articles=articles, by=by)

        if number == 0:  # the first round warms up, and counts
            with CaptureQueriesContext(connection) as releasing:
                go()
            before = written()
            with CaptureQueriesContext(connection) as baking:
                bake_due()
            files = len(written() - before)
            later = bake_marked()
            cold = read()
        else:
            pages.seconds = 0.0
            row = [clocked(go), (pages.seconds, 0.0), clocked(bake_due), clocked(held.free)]
            found.append([*row, clocked(bake_marked), clocked(held.free), clocked(read)])
    out, own, baked, freed, others, freed_then, asked = ([row[index] for row in found[1:]] for index in range(7))

    def median(rows: list[tuple[float, float]], index: int) -> float:
        return round(statistics.median(row[index] for row in rows) * 1000, 1)

    cpu = median(out, 0) + median(baked, 0) + median(freed, 0)
    late = median(others, 0) + median(freed_then, 0)
    return {
        "action_cpu_ms": round(median(out, 0) - median(own, 0), 1),
        "release_cpu_ms": median(out, 0),
        "bake_cpu_ms": median(baked, 0),
        "freeing_cpu_ms": median(freed, 0),
        "cpu_ms": round(cpu, 1),
        "later_cpu_ms": round(late, 1),
        "whole_cpu_ms": round(cpu + late, 1),
        "wall_ms": round(median(out, 1) + median(baked, 1), 1),
        "after_ms": median(baked, 1),
        "release_queries": len(releasing),
        "bake_queries": len(baking),
        "files_after": files,
        "files_later": later,
        "cold": cold,
        "read_cpu_ms": median(asked, 0),
    }


def written() -> set[tuple[str, str, int]]:
    """Every page that is on disk, and when it was written."""
    from tintuc.publishing.models import BakedFile

    return set(BakedFile.objects.exclude(digest="").values_list("host", "path", "written_ns"))


def read() -> int:
    """Have a reader ask for every cold page, each by itself; return how many there were."""
    from tintuc.publishing.actions.bake_at import bake_at
    from tintuc.publishing.models import BakedFile

    cold = list(BakedFile.objects.filter(digest="").values_list("host", "path"))
    for host, path in cold:
        bake_at(host, path)
    return len(cold)


def changed(articles: list[Any], change: Callable[[Any], None]) -> list[Any]:
    """The articles, each with a version in which something was changed."""
    for article in articles:
        version = article.newest()
        change(version)
        version.save_revision(user=user())
    return articles


def headline(version: Any) -> None:
    """Another headline: every list that shows the story is baked."""
    version.headline = version.headline.removesuffix(".") if version.headline.endswith(".") else f"{version.headline}."


def text(version: Any) -> None:
    """Another space in the first paragraph, which no list shows."""
    body = version.raw_body()
    paragraph = next(block for block in body if block["type"] == "paragraph")
    words = paragraph["value"].replace(" </p>", "</p>")
    paragraph["value"] = words.replace("</p>", " </p>") if words == paragraph["value"] else words
    version.body = body


def clocked(work: Callable[[], Any]) -> tuple[float, float]:
    """Seconds of CPU and of wall time that work took."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.process_time() - cpu, time.perf_counter() - wall


if __name__ == "__main__":
    main()
