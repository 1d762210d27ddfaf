"""What the board costs: a source edit in ten languages, and a page of it with many stories. Prints JSON.

    python bench/board.py [--stories N] [--blocks N]

``edit`` saves a version of a source of 60 blocks with ten full translations, one block changed, all turning stale: CPU
milliseconds of the whole save, of the same save with counting switched off, and what lies between; ``down`` the same
with five of the ten made from another translation. ``page`` is the board over N stories (100,000 by default) in five
languages, through the view, by order and filter: CPU milliseconds and queries of the second call. The database is
SQLite in a temporary folder, or what TINTUC_DATABASE names (an empty database made for this).
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import time
from collections.abc import Callable
from typing import Any

from fresh import fresh

LANGUAGES = ["vi", "zh-Hans", "zh-Hant", "ja", "ko", "fr", "de", "es", "ru", "id"]
NETWORK = """
[network]
name = "Bench"
desk_host = "desk.localhost"

[[site]]
key = "bench"
masthead = "Bench"
host = "bench.localhost"
"""
EDITION = """
  [[site.edition]]
  language = "{language}"
  section = [{{ key = "world", name = "World", slug = "world" }}]
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--stories", type=int, default=100_000)
    parser.add_argument("--blocks", type=int, default=60)
    given = parser.parse_args()
    network = NETWORK + "".join(EDITION.format(language=code) for code in ["en", *LANGUAGES])
    with fresh(network):
        print(json.dumps({"edit": edits(given.blocks), "page": pages(given.stories)}, indent=1))


def edits(blocks: int) -> dict[str, Any]:
    """A source edit and its translations."""
    from tintuc.network.models import Site
    from tintuc.stories.models import Article, Story
    from tintuc.translation.actions.translate_into import translate_into
    from tintuc.translation.models import Progress

    story = Story.objects.create(slugline="bench", site=Site.objects.get(), source_language="en")
    source = Article(story=story, language="en", headline="A headline", body=_body(blocks, 0))
    source.save()
    source.save_revision()
    made = []
    for language in LANGUAGES:
        target = translate_into(story=story, language=language, by=None).newest()
        target.headline, target.body = f"A headline in {language}", _body(blocks, hash(language) % 1000 + 1)
        target.save_revision()
        made.append(target)
    figures = {"blocks": blocks, "languages": len(LANGUAGES), "flat": _edited(source, blocks, 0)}
    for target in made[5:]:
        Article.objects.filter(pk=target.pk).update(translated_from=made[0].pk)
    figures["down"] = _edited(source, blocks, 100)
    touched = Progress.objects.filter(story=story).exclude(article=source.pk)
    figures["stale"] = sum(bool(row.stale or row.upstream) for row in touched)
    return figures


def _body(blocks: int, seed: int) -> list[dict[str, str]]:
    chance = random.Random(seed)
    words = [
        "harbour",
        "pier",
        "ferry",
        "island",
        "crossing",
        "minutes",
        "residents",
        "council",
        "budget",
        "evening",
        "water",
        "level",
    ]
    return [
        {"type": "paragraph", "id": f"p{n}", "value": f"<p>{' '.join(chance.choices(words, k=45))} {n}.</p>"}
        for n in range(blocks)
    ]


def _edited(source: Any, blocks: int, begin: int) -> dict[str, float]:
    """CPU milliseconds of a save with one block changed: all of it, without counting, and the difference."""
    from tintuc.stories import signals
    from tintuc.stories.models import Article
    from tintuc.translation import listeners

    def save(number: int) -> float:
        version = source.newest()
        body = version.raw_body()
        body[number % blocks]["value"] = f"<p>Changed in the edit with the number {begin + number}.</p>"
        version.body = body
        before = time.process_time()
        version.save_revision()
        return 1000 * (time.process_time() - before)

    save(0)
    whole = [save(number) for number in range(1, 16)]
    signals.saved.disconnect(listeners.on_saved, sender=Article)
    bare = [save(number) for number in range(16, 31)]
    signals.saved.connect(listeners.on_saved, sender=Article)
    save(31)
    whole_ms, bare_ms = statistics.median(whole), statistics.median(bare)
    return {"save_ms": round(whole_ms, 1), "without_ms": round(bare_ms, 1), "counting_ms": round(whole_ms - bare_ms, 1)}


def pages(stories: int) -> dict[str, Any]:
    """The board over many stories."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    from tintuc.network.models import Membership, Site

    site = Site.objects.get()
    _fill(site, stories)
    user = get_user_model().objects.create_user("bench")
    Membership.objects.create(user=user, site=site, role="editor")
    client = Client(headers={"host": "desk.localhost"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    far = {"after": f"{stories // 2}"}
    asked = {
        "newest": "",
        "in the middle": f"after={far['after']}",
        "missing in ko": "stage=missing&language=ko",
        "on hold (rare)": "stage=hold",
        "live and stale, urgent": "stage=live-stale&sort=urgent",
        "most read": "sort=reads",
        "words": "words=story-99999",
        "not changed for a month": "age=30&sort=waiting",
    }
    return {"stories": stories} | {name: _asked(client, query) for name, query in asked.items()}


def _asked(client: Any, query: str) -> dict[str, float]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    address = f"/desk/board/?{query}"
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        before = time.process_time()
        answer = client.get(address)
        spent = 1000 * (time.process_time() - before)
    database = sum(float(one["time"]) for one in seen) * 1000
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return {"cpu_ms": round(spent, 1), "database_ms": round(database, 1), "queries": len(seen)}


def _fill(site: Any, stories: int) -> None:
    """Rows only: the board reads no text."""
    from tintuc.stories.models import Story
    from tintuc.translation.models import RANKS, Progress

    chance = random.Random(7)
    stages = ["live"] * 70 + ["missing"] * 15 + ["work"] * 8 + ["ready"] * 3 + ["live-stale"] * 2 + ["stale", "draft"]

    def batches(step: Callable[[int, int], None]) -> None:
        for start in range(0, stories, 5000):
            step(start, min(start + 5000, stories))

    def make(start: int, end: int) -> None:
        made = Story.objects.bulk_create(
            Story(slugline=f"story-{n}", site=site, source_language="en") for n in range(start, end)
        )
        rows = []
        for story in made:
            for language in ["en", "vi", "zh-Hans", "ja", "ko"]:
                stage = "hold" if chance.random() < 0.0002 else chance.choice(stages)
                rows.append(Progress(
                    story=story, language=language, site=site, stage=stage, rank=RANKS.get(stage, 1),
                    reads=int(chance.paretovariate(1.2)),
                ))  # fmt: skip
        Progress.objects.bulk_create(rows, batch_size=2000)

    batches(make)


if __name__ == "__main__":
    main()
