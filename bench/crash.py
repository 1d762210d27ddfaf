"""Kills a running newsroom at random while it releases, under a reader who polls; counts what was lost or mixed.

    .venv/bin/python bench/crash.py [--kills 200]

A real ``tintuc serve`` is started. A writer releases version after version of a few articles, and notes each release
that was acknowledged. Meanwhile one of its processes, the supervisor with all of them, or the writer itself is killed
with SIGKILL again and again. A reader polls the articles, the front and the feed over HTTP in all forms and compares.

* *mixed*: an answer whose parts are of different versions (each version's number stands in every block of its page),
  or that is no whole page.
* *lost*: a release that was acknowledged, of which readers get less than that version, on the page or in the feed, after
  all waiting. How long the longest wait was, from a kill until everything acknowledged was out, is told, too.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import http.client
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

import brotli

HOST, ARTICLES, BLOCKS = "first.localhost", 4, 6
TINTUC = [sys.executable, "-c", "import sys; from tintuc.config.cli import main; sys.exit(main())"]
#: Seconds after which an acknowledged release that is not everywhere counts as lost.
PATIENCE = 120.0
MARK = re.compile(r"version-(\d+)-")

WRITER = """
import pathlib, sys
from tintuc.config import newsroom
newsroom.load(pathlib.Path(sys.argv[1]))
from tintuc.network.models import Edition
from tintuc.publishing.actions.release import release
from tintuc.stories.models import Article, Contributor, Credit, Placement, Story
articles, blocks, number = int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
edition = Edition.objects.first()
person, _ = Contributor.objects.get_or_create(slug="an-le", defaults={"name": "An Le"})
while Article.objects.count() < articles:
    story = Story.objects.create(slugline="pier", site=edition.site, source_language=edition.language)
    Credit.objects.create(story=story, contributor=person)
    article = Article(story=story, language=edition.language, slug=f"pier-{story.pk}")
    article.save()
    Placement.objects.create(article=article, edition=edition, section=edition.sections.first(), canonical=True)
while True:
    number += 1
    article = Article.objects.order_by("pk")[number % articles]
    article = article.get_latest_revision_as_object() if article.latest_revision_id else article
    word = f"version-{number}-of-{article.pk}"
    article.headline = f"The pier is open, {word}"
    text = "The harbour town opened its ferry pier on Monday after two years of building"
    article.body = [
        {"type": "paragraph", "id": f"p{n}", "value": f"<p>{text}, and part {n + 2} is told in {word}.</p>"}
        for n in range(blocks)
    ]
    article.save_revision(clean=False)
    try:
        release(article=article, by=None)
    except Exception as error:
        print("refused", error, file=sys.stderr)
        continue
    print(number, article.pk, Placement.objects.get(article=article).path, flush=True)
"""


class Newsroom:
    """A newsroom that is killed and started again, its writer, and what was acknowledged."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.environment = {key: value for key, value in os.environ.items() if key != "TINTUC_DIR"}
        self.acknowledged: dict[str, int] = {}  #: by path, the newest version whose release was acknowledged
        self.newest = self.releases = 0
        subprocess.run([*TINTUC, "init", str(folder)], check=True, env=self.environment, capture_output=True)
        self.process = self._serve()
        self.writer = self._write()

    def _serve(self) -> subprocess.Popen[bytes]:
        command = [*TINTUC, "serve", "--dir", str(self.folder), "--listen", f"127.0.0.1:{self.port}"]
        process = subprocess.Popen(command, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 120
        while time.monotonic() < end:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self.get("/en/")[0] == 200:
                    return process
            time.sleep(0.05)
        raise SystemExit("the newsroom did not come up")

    def _write(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", WRITER, str(self.folder), str(ARTICLES), str(BLOCKS), str(self.newest + 1)]
        process = subprocess.Popen(
            command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        threading.Thread(target=self._listen, args=(process,), daemon=True).start()
        return process

    def _listen(self, process: subprocess.Popen[str]) -> None:
        for line in process.stdout or ():
            if line.endswith("\n"):
                number, _, path = line.split()
                self.newest = int(number)
                self.releases += 1
                self.acknowledged[path] = self.newest

    def children(self) -> list[int]:
        """The processes under the supervisor."""
        with contextlib.suppress(OSError):
            listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
            return [int(child) for child in listed.split()]
        return []

    def kill_something(self, draw: random.Random) -> str:
        """Kill one process, or all; start again what has no supervisor of its own. Returns what was killed."""
        what = draw.choices(["one of its processes", "supervisor", "writer"], [16, 1, 3])[0]
        if what == "writer":
            self.writer.kill()
            self.writer.wait()
            self.newest += 1000  # versions of the dead writer that were not acknowledged may be out already
            self.writer = self._write()
        elif what == "supervisor":
            self.process.kill()
            self.process.wait()
            self.process = self._serve()
        elif children := self.children():
            with contextlib.suppress(ProcessLookupError):
                os.kill(draw.choice(children), signal.SIGKILL)
        return what

    def wait_for_release(self) -> None:
        """Until one more release was acknowledged: a kill is to fall into releases, not into a start."""
        before, end = self.releases, time.monotonic() + 60
        while self.releases == before and time.monotonic() < end:
            time.sleep(0.01)

    def get(self, path: str, coding: str = "") -> tuple[int, str]:
        """Status and text of a page in one of its forms."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", path, headers={"Host": HOST} | ({"Accept-Encoding": coding} if coding else {}))
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        unpack = {"br": brotli.decompress, "gzip": gzip.decompress}.get(answer.getheader("Content-Encoding") or "")
        return answer.status, (unpack(body) if unpack else body).decode()

    def stop(self) -> None:
        """Stop it and the writer."""
        self.writer.kill()
        self.process.terminate()
        self.process.wait(20)


class Reader(threading.Thread):
    """Polls every page in every form, and notes what is no whole page of one version."""

    def __init__(self, newsroom: Newsroom) -> None:
        super().__init__(daemon=True)
        self.newsroom, self.over = newsroom, threading.Event()
        self.answers: Counter[int] = Counter()
        self.mixed: list[str] = []

    def run(self) -> None:
        """Read until told to stop; a connection that is refused while everything is dead is no answer."""
        turn = 0
        while not self.over.is_set():
            for path in ["/en/", "/en/rss.xml", *list(self.newsroom.acknowledged)]:
                turn += 1
                with contextlib.suppress(OSError, http.client.HTTPException):
                    status, text = self.newsroom.get(path, ("br", "gzip", "")[turn % 3])
                    self.answers[status] += 1
                    if status == 200 and (why := self.wrong(path, text)):
                        self.mixed.append(f"{path}: {why}")
            time.sleep(0.002)

    def wrong(self, path: str, text: str) -> str:
        """What is wrong with an answer, or nothing."""
        if not text.rstrip().endswith(("</html>", "</rss>")):
            return f"ends in {text[-20:]!r}"
        if path.count("/") > 3:
            main = text.partition("<main")[2].partition("</main>")[0]
            said = Counter(MARK.findall(main.partition('class="related"')[0]))
            own = re.search(r"<h1[^>]*>[^<]*version-(\d+)-", main)
            if own and said[own[1]] < BLOCKS + 1:
                return f"version {own[1]} is said {said[own[1]]} times of {BLOCKS + 1}"
        return ""


def settle(newsroom: Newsroom) -> tuple[list[str], float]:
    """What was acknowledged and is not out after :data:`PATIENCE`, and the seconds until all the rest was."""
    newsroom.writer.kill()
    newsroom.writer.wait()
    time.sleep(0.2)
    lost, begun = list(newsroom.acknowledged), time.monotonic()
    while lost and time.monotonic() - begun < PATIENCE:
        time.sleep(0.1)
        with contextlib.suppress(OSError, http.client.HTTPException):
            feed = newsroom.get("/en/rss.xml")[1]
            lost = [path for path in lost if not is_out(newsroom, path, feed)]
    return lost, time.monotonic() - begun


def is_out(newsroom: Newsroom, path: str, feed: str) -> bool:
    """Whether readers get the acknowledged version, or a newer one, on the page and in the feed."""
    pk = re.search(r"-(\d+)\.html$", path)
    page = re.findall(rf"version-(\d+)-of-{pk[1]}\b", newsroom.get(path)[1]) if pk else []
    told = re.findall(rf"version-(\d+)-of-{pk[1]}\b", feed) if pk else []
    least = newsroom.acknowledged[path]
    return all(max(map(int, found), default=0) >= least for found in (page, told))


def measure(kills: int, seed: int, port: int = 8151) -> dict[str, object]:
    """Kill so often, and say what became of it."""
    draw = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="tintuc-crash-") as folder:
        newsroom = Newsroom(Path(folder) / "n", port)
        reader, killed, lost, waits = Reader(newsroom), Counter(), [], []

        def settled() -> None:
            gone, waited = settle(newsroom)
            lost.extend(gone)
            waits.append(waited)

        try:
            while len(newsroom.acknowledged) < ARTICLES:
                time.sleep(0.1)
            reader.start()
            for number in range(kills):
                newsroom.wait_for_release()
                time.sleep(draw.uniform(0, 0.4))
                killed[newsroom.kill_something(draw)] += 1
                if number % 20 == 19:
                    settled()
                    newsroom.newest += 1000
                    newsroom.writer = newsroom._write()
            settled()
        finally:
            reader.over.set()
            newsroom.stop()
        return {
            "kills": sum(killed.values()),
            "killed": dict(killed),
            "answers": {str(status): count for status, count in sorted(reader.answers.items())},
            "acknowledged": newsroom.releases,
            "lost": len(lost),
            "longest_wait_s": round(max(waits), 1),
            "mixed": len(reader.mixed),
            "examples": [*lost, *reader.mixed][:5],
        }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--port", type=int, default=8151)
    given = parser.parse_args()
    print(json.dumps(measure(given.kills, given.seed, given.port), indent=1))
