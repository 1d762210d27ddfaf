"""Kills a running newsroom at random while it releases, under a reader who polls; counts what was lost or mixed.

    .venv/bin/python bench/crash.py [--kills 200] [--during releases]

A real ``tintuc serve`` is started. A writer releases version after version of a few articles, and notes each release
that was acknowledged. Meanwhile one of its processes, the supervisor with all of them, or the writer itself is killed
with SIGKILL again and again. A reader polls the articles, the front and the feed over HTTP in all forms and compares.

* *mixed*: an answer whose parts are of different versions (each version's number stands in every block of its page),
  or that is no whole page.
* *lost*: a release that was acknowledged, of which readers get less than that version, on the page or in the feed, after
  all waiting; cold pages, which their next reader has baked, count too. How long the longest wait was, from a kill until everything acknowledged was out, is told, too.

``--during`` has it do something else meanwhile: withdrawals, releases of two languages together, changes of masthead and
generation, imports into the memory, drafts by a machine; see ``crash_works.py`` for what must be true afterwards. A page
that is read after its withdrawal was acknowledged is *read again*. After each run, processes of the newsroom that still
live are *orphans*, and its port must be free.
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
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import brotli
from crash_works import ASK, HEAD, WORKS, Work

HOST, ARTICLES, BLOCKS = "first.localhost", 4, 6
#: Pages that a release takes away and their next reader has baked.
COLD = ("/en/atom.xml", "/en/people/an-le/")
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

    def __init__(self, folder: Path, port: int, work: Work | None = None, fresh: Path | None = None) -> None:
        self.folder, self.port, self.work = folder, port, work
        self.said: list[list[Any]] = []  #: by a work, what was acknowledged
        self.environment = {key: value for key, value in os.environ.items() if key != "TINTUC_DIR"}
        self.acknowledged: dict[str, int] = {}  #: by path, the newest version whose release was acknowledged
        self.newest = self.releases = 0
        if fresh:
            shutil.copytree(fresh, folder)
        else:
            subprocess.run([*TINTUC, "init", str(folder)], check=True, env=self.environment, capture_output=True)
        if work:
            work.prepare(self)
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
        if self.work:
            command = [sys.executable, "-c", self.work.script, str(self.folder), str(self.newest)]
        process = subprocess.Popen(
            command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        threading.Thread(target=self._listen, args=(process,), daemon=True).start()
        return process

    def _listen(self, process: subprocess.Popen[str]) -> None:
        for line in process.stdout or ():
            if line.endswith("\n") and self.work:
                self.said.append(json.loads(line))
                self.newest = self.said[-1][1]
                self.releases += 1
            elif line.endswith("\n"):
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
        aims = self.work.aims if self.work else (16, 1, 3)
        what = draw.choices(["one of its processes", "supervisor", "writer"], aims)[0]
        if what == "writer":
            self.writer.kill()
            self.writer.wait()
            self.go_on()
        elif what == "supervisor":
            self.process.kill()
            self.process.wait()
            self.process = self._serve()
        elif children := self.children():
            with contextlib.suppress(ProcessLookupError):
                os.kill(draw.choice(children), signal.SIGKILL)
        return what

    def go_on(self) -> None:
        """Start a writer in place of one that is dead."""
        self.newest += self.work.skips if self.work else 1000  # what was not acknowledged may be out already
        self.writer = self._write()

    def left(self) -> list[int]:
        """Processes that name this newsroom's folder or port."""
        found = []
        for place in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError):
                said = place.read_bytes().decode(errors="replace")
                if int(place.parent.name) != os.getpid() and (str(self.folder) in said or f":{self.port}" in said):
                    found.append(int(place.parent.name))
        return found

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
        self.again: list[str] = []  #: withdrawn, acknowledged, and readable

    def run(self) -> None:
        """Read until told to stop; a connection that is refused while everything is dead is no answer."""
        if self.newsroom.work:
            self._run_beside(self.newsroom.work)
            return
        turn = 0
        while not self.over.is_set():
            for path in ["/en/", "/en/rss.xml", *COLD, *list(self.newsroom.acknowledged)]:
                turn += 1
                with contextlib.suppress(OSError, http.client.HTTPException):
                    status, text = self.newsroom.get(path, ("br", "gzip", "")[turn % 3])
                    self.answers[status] += 1
                    if status == 200 and (why := self.wrong(path, text)):
                        self.mixed.append(f"{path}: {why}")
            time.sleep(0.002)

    def _run_beside(self, work: Work) -> None:
        """Read what a work has acknowledged, the newest most often, and what it has withdrawn."""
        turn = 0
        while not self.over.is_set():
            said = list(self.newsroom.said)
            gone = [one[2] for one in said if one[0] == "withdrawn"]
            shown = [path for one in said if one[0] in {"released", "together"} for path in one[2:]]
            for path in ["/en/", *dict.fromkeys(shown[-8:]), *gone[-8:], *random.sample(gone, min(4, len(gone)))]:
                turn += 1
                with contextlib.suppress(OSError, http.client.HTTPException):
                    status, text = self.newsroom.get(path, ("br", "gzip", "")[turn % 3])
                    self.answers[status] += 1
                    if status == 200 and path in gone:
                        self.again.append(path)
                    elif status == 200 and (why := ends_badly(text) or work.wrong(path, text)):
                        self.mixed.append(f"{path}: {why}")
            time.sleep(0.002)

    def wrong(self, path: str, text: str) -> str:
        """What is wrong with an answer, or nothing."""
        if why := ends_badly(text):
            return why
        if path.count("/") > 3:
            main = text.partition("<main")[2].partition("</main>")[0]
            said = Counter(MARK.findall(main.partition('class="related"')[0]))
            own = re.search(r"<h1[^>]*>[^<]*version-(\d+)-", main)
            if own and said[own[1]] < BLOCKS + 1:
                return f"version {own[1]} is said {said[own[1]]} times of {BLOCKS + 1}"
        return ""


def ends_badly(text: str) -> str:
    """Whether an answer is no whole page."""
    return "" if text.rstrip().endswith(("</html>", "</rss>", "</feed>")) else f"ends in {text[-20:]!r}"


def judged(newsroom: Newsroom, work: Work) -> tuple[list[str], float]:
    """What a work has acknowledged and is not so after all patience, and the seconds until the rest was."""
    wrong, begun = ["not asked"], time.monotonic()
    while wrong and time.monotonic() - begun < work.patience:
        time.sleep(0.5)
        with contextlib.suppress(OSError, http.client.HTTPException):
            wrong = work.judge(newsroom, newsroom.said) or asked(newsroom)
    return wrong, time.monotonic() - begun


def asked(newsroom: Newsroom) -> list[str]:
    """What the database says against what was acknowledged."""
    question = next((ASK[name] for name, work in WORKS.items() if work is newsroom.work and name in ASK), "")
    if not question:
        return []
    script = f"{HEAD}\nsaid, wrong = json.load(sys.stdin), []\n{question}\nprint(json.dumps(wrong))"
    command = [sys.executable, "-c", script, str(newsroom.folder), "0"]
    answer = subprocess.run(command, input=json.dumps(newsroom.said), capture_output=True, text=True, check=False)
    return json.loads(answer.stdout.splitlines()[-1]) if answer.returncode == 0 else [answer.stderr[-300:]]


def settle(newsroom: Newsroom) -> tuple[list[str], float]:
    """What was acknowledged and is not out after :data:`PATIENCE`, and the seconds until all the rest was."""
    newsroom.writer.kill()
    newsroom.writer.wait()
    time.sleep(0.2)
    if newsroom.work:
        return judged(newsroom, newsroom.work)
    lost, begun = list(newsroom.acknowledged), time.monotonic()
    while lost and time.monotonic() - begun < PATIENCE:
        time.sleep(0.1)
        with contextlib.suppress(OSError, http.client.HTTPException):
            lists = [newsroom.get(path)[1] for path in ("/en/rss.xml", *COLD)]
            lost = [path for path in lost if not is_out(newsroom, path, lists)]
    return lost, time.monotonic() - begun


def is_out(newsroom: Newsroom, path: str, lists: list[str]) -> bool:
    """Whether readers get the acknowledged version, or a newer one, on the page and in all lists."""
    pk = path.removesuffix(".html").rpartition("-")[2]
    told = [re.findall(rf"version-(\d+)-of-{pk}\b", text) for text in (newsroom.get(path)[1], *lists)]
    return all(max(map(int, found), default=0) >= newsroom.acknowledged[path] for found in told)


def remains(newsroom: Newsroom) -> dict[str, object]:
    """What is left of a newsroom that was stopped: processes after ten seconds, and whether its port is held."""
    end = time.monotonic() + 10
    while (left := newsroom.left()) and time.monotonic() < end:
        time.sleep(0.1)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return {"orphans": len(left), "port_held": probe.connect_ex(("127.0.0.1", newsroom.port)) == 0}


def measure(
    kills: int, seed: int, port: int = 8151, during: str = "releases", fresh: Path | None = None
) -> dict[str, object]:
    """Kill so often while it does something, and say what became of it.

    ``fresh`` is the folder of a newsroom that was made and never started; its copy is used, else one is made.
    """
    draw = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="tintuc-crash-") as folder:
        newsroom = Newsroom(Path(folder) / "n", port, WORKS.get(during), fresh)
        reader, killed, lost, waits = Reader(newsroom), Counter(), [], []

        def settled() -> None:
            gone, waited = settle(newsroom)
            lost.extend(gone)
            waits.append(waited)

        try:
            while len(newsroom.acknowledged) < ARTICLES and not newsroom.said:
                time.sleep(0.1)
            reader.start()
            for number in range(kills):
                newsroom.wait_for_release()
                time.sleep(draw.uniform(0, 0.4))
                killed[newsroom.kill_something(draw)] += 1
                if number % 20 == 19:
                    settled()
                    newsroom.go_on()
            settled()
        finally:
            reader.over.set()
            newsroom.stop()
        left = remains(newsroom)
        return {
            "during": during,
            "kills": sum(killed.values()),
            "killed": dict(killed),
            "answers": {str(status): count for status, count in sorted(reader.answers.items())},
            "acknowledged": newsroom.releases,
            "lost": len(lost),
            "longest_wait_s": round(max(waits), 1),
            "mixed": len(reader.mixed),
            "read_again": len(reader.again),
            **left,
            "examples": [*lost, *reader.mixed, *reader.again][:5],
        }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--port", type=int, default=8151)
    parser.add_argument("--during", choices=["releases", *WORKS], default="releases")
    parser.add_argument(
        "--fresh", type=Path, help="a newsroom that was made and never started, to begin with a copy of"
    )
    given = parser.parse_args()
    print(json.dumps(measure(given.kills, given.seed, given.port, given.during, given.fresh), indent=1))
