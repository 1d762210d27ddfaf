"""How long readers wait for a release, in a newsroom that runs: until its last page, front, section, feed and map is new.

    .venv/bin/python bench/visible.py [--rounds 15]

The demonstration is served by ``tintuc serve``. This process does what the desk's button does, releasing another headline of
the story in five languages on three sites (seven pages), and then asks the front server for each page until it is the new one: the
articles, and every edition's front, section, feed, hot list and map of the day. ``wall_ms`` is from
the press of the button, ``answered_ms`` when the editor is answered; ``cpu_ms`` counts the action and all of the newsroom's
processes until then, the answers to the asking included. Checks are left out, as in ``baking.py``. Prints JSON.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from baking import clear_all
from fresh import fresh, user
from harness import free_port, tree

#: Seconds between two looks at a page that is still the old one, and in which a newsroom comes to rest: what offers the
#: story under its old headline waits ten.
AGAIN, REST = 0.004, 11.0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    with fresh() as folder, served(folder) as (port, pid):
        from tintuc.stories.models import Story

        clear_all()
        story = Story.objects.get(slugline="ferry-pier")
        found = [one for number in range(rounds + 2) if (one := release(story, number, port, pid)) and number > 1]
        middle = {key: round(statistics.median(one[key] for one in found), 1) for key in found[0]}
        print(json.dumps({"pages": len(addresses(story)), "rounds": rounds, **middle}, indent=1))


@contextlib.contextmanager
def served(folder: Path) -> Any:
    """The demonstration, served; its port and the process that keeps it."""
    from tintuc.config.demo.load import load
    from tintuc.jobs.worker import run_due

    load(user(), lambda _: None)
    run_due()
    port = free_port()
    command = [sys.executable, "-c", "import sys; from tintuc.config.cli import main; sys.exit(main())"]
    command += ["serve", "--dir", str(folder), "--listen", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        while "Serving on" not in (process.stdout.readline() if process.stdout else "Serving on"):
            pass
        time.sleep(10)  # it looks at its files and indexes what was loaded
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(20)


def release(story: Any, number: int, port: int, pid: int) -> dict[str, float]:
    """Release another headline in all languages; milliseconds until all is new."""
    from tintuc.publishing.actions.release_together import plan_release

    articles, mark = list(story.articles.order_by("pk")), f"{number:03}"
    for article in articles:
        version = article.newest()
        version.headline = f"{version.headline.partition(' [')[0]} [{mark}]"
        version.save_revision(user=user())
    by = user()
    time.sleep(REST)
    begun, own, theirs = time.perf_counter(), time.process_time(), cpu_of(pid)
    plan_release(story=story, articles=articles, by=by)
    answered, own = time.perf_counter(), time.process_time() - own
    wait(port, addresses(story), f"[{mark}]".encode())
    return {
        "wall_ms": (time.perf_counter() - begun) * 1000,
        "answered_ms": (answered - begun) * 1000,
        "cpu_ms": (own + cpu_of(pid) - theirs) * 1000,
        "action_cpu_ms": own * 1000,
    }


def wait(port: int, pages: list[tuple[str, str]], mark: bytes) -> None:
    """Ask for one page after the other until it is new; a minute is too long."""
    connection, end = http.client.HTTPConnection("127.0.0.1", port, timeout=20), time.monotonic() + 60
    for host, path in pages:
        while True:
            connection.request("GET", path, headers={"Host": host})
            if mark in connection.getresponse().read():
                break
            if time.monotonic() > end:
                raise SystemExit(f"{host}{path} is still the old page.")
            time.sleep(AGAIN)
    connection.close()


def addresses(story: Any) -> list[tuple[str, str]]:
    """Host and path of all that shows the story's headline to many: its pages first."""
    from tintuc.stories.models import Placement

    pages, lists = [], []
    placed = Placement.objects.filter(article__story=story).select_related("edition__site", "section")
    for one in placed:
        host, root = one.edition.site.host, one.edition.root
        day = one.released_at.astimezone(one.edition.zone)
        pages.append((host, one.path))
        names = ["", "rss.xml", "hot/list.html", f"map/{day:%Y/%m/%d}/"]
        lists += [(host, one.section.path), *((host, f"{root}{name}") for name in names)]
    return [*pages, *lists]


def cpu_of(pid: int) -> float:
    """Seconds of processor time of a process and all that came from it and lives."""
    total = 0
    for one in tree(pid):
        for task in Path(f"/proc/{one}/task").glob("*/schedstat"):
            with contextlib.suppress(OSError):
                total += int(task.read_text().split()[0])
    return total / 1e9


if __name__ == "__main__":
    os.environ.pop("TINTUC_DIR", None)
    main()
