"""What one release costs in a small archive and in a large one, and what the next reader of a cold page waits. JSON.

    .venv/bin/python bench/scale.py --dir FOLDER [--articles 1000,1000000] [--times 3] [--rounds 9]

Archives that ``--dir`` does not hold yet are made there (:mod:`archive_rows`) and kept; put them where the file system has
a journal, since ext4 without one searches long for inodes that were not freed just now. The archives take turns, each
time in a process of its own; of each figure the least of those medians is told, and the ratio of the last archive to
the first:

* ``headline``: another headline of one language of the newest story: CPU of the action alone, with the story's own pages,
  and with all that is baked or taken away after it, as ``bench/baking.py`` tells them.
* ``first``: the same for a story that is released for the first time.
* ``cold``: CPU and wall milliseconds a reader waits for a cold page that tells of the story or its editions, by kind:
  the slowest page of each.

Pages of topics and people of whom everything is old are among the cases of ``bench/lists.py``.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import baking

#: Paragraphs of an article.
PARAGRAPHS = 3
#: Each page is asked for this often.
ASKED = 5


def main() -> None:
    """Make what archives are missing, let them take turns, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dir", type=Path, required=True, help="where the archives are kept")
    parser.add_argument("--articles", default="1000,1000000", help="sizes of archives, the smallest first")
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--part", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.part:
        print(json.dumps(measured(given.part, given.rounds)))
        return
    sizes = [int(size) for size in given.articles.split(",")]
    for size in sizes:
        folder = given.dir / str(size)
        if not (folder / "network.toml").exists():
            make = (
                f"import archive_rows, pathlib; archive_rows.make(pathlib.Path({str(folder)!r}), {size}, {PARAGRAPHS})"
            )
            subprocess.run([sys.executable, "-c", make], check=True, cwd=Path(__file__).parent)
    runs: dict[int, list[dict[str, Any]]] = {size: [] for size in sizes}
    for _ in range(given.times):
        for size, found in runs.items():
            command = [sys.executable, __file__, "--dir", given.dir, "--part", given.dir / str(size)]
            done = subprocess.run([*command, "--rounds", str(given.rounds)], check=True, stdout=subprocess.PIPE)
            found.append(json.loads(done.stdout.splitlines()[-1]))
    told: dict[str, Any] = {str(size): least(found) for size, found in runs.items()}
    first, last = told[str(sizes[0])], told[str(sizes[-1])]
    keys = ("action_cpu_ms", "release_cpu_ms", "whole_cpu_ms")
    told["ratio"] = {
        work: {key: round(last[work][key] / first[work][key], 2) for key in keys} for work in ("headline", "first")
    }
    print(json.dumps(told | {"load": os.getloadavg()[0]}, indent=1))


def least(found: list[Any]) -> Any:
    """The smallest of each figure of several runs."""
    if isinstance(found[0], dict):
        return {key: least([one[key] for one in found if key in one]) for key in found[0]}
    return min(found)


def measured(folder: Path, rounds: int) -> dict[str, Any]:
    """The figures of one archive."""
    from tintuc.config import newsroom

    newsroom.load(folder)
    from tintuc.publishing.actions.bake import bake_pages
    from tintuc.publishing.bakery import refs_for
    from tintuc.stories.models import Article, Story

    baking.clear_all()
    story = Story.objects.order_by("-pk").first()
    bake_pages(refs_for([f"story:{story.pk}", f"alt:{story.pk}", "all"]))
    article = story.articles.order_by("pk").first()
    return {
        "articles": Article.objects.filter(live=True).count(),
        "headline": baking.measure(lambda: baking.changed([article], baking.headline), rounds),
        "cold": waits(story),
        "first": baking.measure(lambda: [baking.another(story).articles.order_by("pk").first()], ASKED),
    }


def waits(story: Any) -> dict[str, dict[str, float]]:
    """The longest a reader waits for a page of each cold kind; of several times the median."""
    from tintuc.publishing.actions.bake_at import bake_at
    from tintuc.publishing.models import BakedFile

    found: dict[str, dict[str, float]] = {}
    for kind, host, path in cold(story):
        times = []
        for _ in range(ASKED):
            BakedFile.objects.filter(host=host, path=path).update(digest="", size=0, written_ns=0)
            times.append(baking.clocked(lambda host=host, path=path: bake_at(host, path)))
        cpu, wall = (round(statistics.median(time[index] for time in times) * 1000, 1) for index in (0, 1))
        known = found.setdefault(kind, {"cpu_ms": 0.0, "wall_ms": 0.0})
        found[kind] = {"cpu_ms": max(known["cpu_ms"], cpu), "wall_ms": max(known["wall_ms"], wall)}
    return found


def cold(story: Any) -> Iterator[tuple[str, str, str]]:
    """Kind, host and path of the cold pages that tell of a story, or of all of its editions."""
    from tintuc.publishing.bakery import is_cold, refs_for
    from tintuc.publishing.models import BakedFile

    tags = [f"{kind}:{story.pk}" for kind in ("story", "alt", "corrected")]
    tags += [
        f"{kind}:{edition}"
        for kind in ("list", "days", "corrections")
        for edition in story.site.editions.values_list("pk", flat=True)
    ]
    for ref in filter(is_cold, refs_for(tags)):
        known = BakedFile.objects.filter(kind=ref.kind, owner=ref.owner, key=ref.key).first()
        if known:
            yield ref.kind, known.host, known.path


if __name__ == "__main__":
    main()
