"""How long from a release until the last page, front, feed and map is on disk, and what the checks cost.

Loads the demonstration into a temporary folder, then releases changed versions of its five-language stories and runs
the worker's part at once. Prints JSON. Times are wall and CPU milliseconds of this process.
"""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from pathlib import Path

from tintuc.config import newsroom

HERE = Path(__file__).parents[1]


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="tintuc-bench-") as folder:
        started = time.perf_counter()
        network = (HERE / "src/tintuc/config/demo/network.toml").read_text(encoding="utf-8")
        newsroom.make(Path(folder), network, say=lambda _: None)
        prepared = time.perf_counter() - started
        print(json.dumps(measure() | {"database_s": round(prepared, 1)}, indent=1))


def measure() -> dict[str, object]:
    """Release every live article of the demonstration once more with a changed paragraph."""
    from django.contrib.auth import get_user_model

    from tintuc.config.demo.load import load
    from tintuc.integrity.queries import inspect
    from tintuc.publishing.actions.bake_marked import bake_marked
    from tintuc.publishing.actions.release import release
    from tintuc.stories.models import Article

    user = get_user_model().objects.create_superuser("bench", password=None)
    started = time.perf_counter()
    load(user, lambda _: None)
    loaded = time.perf_counter() - started
    bake_marked()
    checks, saves, lists = [], [], []
    for article in Article.objects.filter(live=True).order_by("pk")[:25]:
        version = article.newest()
        body = version.raw_body()
        paragraph = next(block for block in body if block["type"] == "paragraph")
        paragraph["value"] = paragraph["value"].replace("</p>", " </p>")
        version.body = body
        version.save_revision(user=user)
        begun = time.process_time()
        inspect(version)
        checks.append(time.process_time() - begun)
        begun = time.perf_counter()
        release(article=article, by=user)
        middle = time.perf_counter()
        bake_marked()
        saves.append(middle - begun)
        lists.append(time.perf_counter() - middle)
    return {
        "demo_load_s": round(loaded, 1),
        "articles": Article.objects.filter(live=True).count(),
        "inspect_ms_cpu_median": round(statistics.median(checks) * 1000, 1),
        "release_and_own_pages_ms_median": round(statistics.median(saves) * 1000),
        "lists_feeds_maps_ms_median": round(statistics.median(lists) * 1000),
        "until_last_file_ms_median": round(
            statistics.median([a + b for a, b in zip(saves, lists, strict=True)]) * 1000
        ),
    }


if __name__ == "__main__":
    main()
