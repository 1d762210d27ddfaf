"""One command keeps a newsroom running, whatever is killed."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(port: int, path: str, host: str) -> tuple[int, str]:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def until(condition, seconds: float = 20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            if found := condition():
                return found
        time.sleep(0.1)
    return pytest.fail("it did not come about in time")


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory, fresh):
    """A running newsroom of its own: its port, process, and children's process numbers by start order."""
    folder = tmp_path_factory.mktemp("newsroom") / "n"
    shutil.copytree(fresh, folder)
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    environment.pop("TINTUC_DIR", None)
    tintuc = [sys.executable, "-c", "import sys; from tintuc.config.cli import main; sys.exit(main())"]
    port = free_port()
    command = [*tintuc, "serve", "--dir", str(folder), "--listen", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)
    until(lambda: get(port, "/login/", "desk.localhost")[0] == 200, 60)
    yield process, port, folder
    if process.poll() is None:
        process.kill()


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_each_process_is_started_again(newsroom):
    """Killing front server, application, baker, worker and scheduler each ends in a working newsroom."""
    process, port, _ = newsroom
    before = children(process.pid)
    assert len(before) == 5
    for child in before:
        os.kill(child, signal.SIGKILL)
        until(lambda dead=child: dead not in children(process.pid) and len(children(process.pid)) == 5)
        until(lambda: get(port, "/login/", "desk.localhost")[0] == 200)
        until(lambda: get(port, "/en/", "first.localhost")[0] == 200)
    assert not set(before) & set(children(process.pid))


#: Releases articles one after the other; a line for each that was acknowledged.
RELEASING = """
import pathlib, sys
from tintuc.config import newsroom
newsroom.load(pathlib.Path(sys.argv[1]))
from tintuc.network.models import Edition
from tintuc.publishing.actions.release import release
from tintuc.stories.models import Article, Contributor, Credit, Placement, Story
edition = Edition.objects.first()
person, _ = Contributor.objects.get_or_create(slug="an-le", defaults={"name": "An Lê"})
for number in range(int(sys.argv[2]), int(sys.argv[3])):
    story = Story.objects.create(slugline=f"pier-{number}", site=edition.site, source_language=edition.language)
    Credit.objects.create(story=story, contributor=person)
    article = Article(story=story, language=edition.language, headline=f"Pier {number} is open", slug=f"pier-{number}")
    text = "<p>The harbour town opened its new ferry pier on Monday after two years of building.</p>"
    article.body = [{"type": "paragraph", "id": "p1", "value": text}]
    article.save()
    article.save_revision(clean=False)
    Placement.objects.create(article=article, edition=edition, section=edition.sections.first(), canonical=True)
    release(article=article, by=None)
    print(article.pk, Placement.objects.get(article=article).path, flush=True)
"""


def releasing(folder: Path, first: int, end: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", RELEASING, str(folder), str(first), str(end)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_a_release_that_was_acknowledged_comes_out(newsroom):
    """Killed while releasing, and with the worker killed too, every acknowledged article is on its page and in the feed."""
    process, port, folder = newsroom
    writer = releasing(folder, 0, 1000)
    acknowledged = [writer.stdout.readline().split() for _ in range(4)]
    for child in children(process.pid):
        os.kill(child, signal.SIGKILL)
    acknowledged += [writer.stdout.readline().split() for _ in range(3)]
    writer.kill()
    acknowledged += [line.split() for line in writer.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    assert len(acknowledged) >= 7
    for _, path in acknowledged:
        until(lambda path=path: get(port, path, "first.localhost")[0] == 200)
    newest = acknowledged[-1][1]
    until(lambda: newest in get(port, "/en/rss.xml", "first.localhost")[1])


def read(port: int, article: str, reader: int) -> int:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/c/r",
        data=f"a={article}".encode(),
        headers={"Host": "first.localhost", "User-Agent": f"Mozilla/5.0 (X11; Linux) Firefox/{reader}.0"},
    )
    with urllib.request.urlopen(request, timeout=5) as answer:
        return json.load(answer)["reads"]


@pytest.mark.alone
def test_no_acknowledged_reader_is_lost(newsroom):
    """While the application is killed again and again, every reader who got an answer stays counted."""
    process, port, folder = newsroom
    article = releasing(folder, 2000, 2001).communicate()[0].split()[0]
    answered, last = 0, 0
    for reader in range(120):
        if reader % 40 == 20:
            for child in children(process.pid):
                os.kill(child, signal.SIGKILL)
        with contextlib.suppress(OSError):
            last = read(port, article, reader)
            answered += 1
        if last == 0 or reader % 40 > 20:
            time.sleep(0.05)
    total = until(lambda: read(port, article, 999))
    assert answered > 40
    assert answered + 1 <= total <= 121


def test_stopping_stops_everything(newsroom):
    """SIGTERM ends the newsroom with exit code 0 within five seconds, and leaves no process behind."""
    process, port, _ = newsroom
    left = children(process.pid)
    process.terminate()
    assert process.wait(8) == 0
    for child in left:
        assert not Path(f"/proc/{child}/stat").exists() or "Z" in Path(f"/proc/{child}/stat").read_text()
    with pytest.raises(OSError):  # noqa: PT011 - whichever way a closed port refuses
        socket.create_connection(("127.0.0.1", port), 0.5)


def test_nothing_outlives_a_killed_supervisor(tmp_path):
    """When the supervisor itself is killed, its children go with it."""
    code = (
        "import time\n"
        "from tintuc.config.supervisor import Process, supervise\n"
        "supervise([Process('a', function=lambda: time.sleep(60)), Process('b', command=['sleep', '60'])])\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code])
    pids = until(lambda: children(process.pid) if len(children(process.pid)) == 2 else None)
    process.kill()
    process.wait()
    until(lambda: not any(Path(f"/proc/{pid}").exists() and "Z" not in state(pid) for pid in pids), 5)


@pytest.mark.parametrize("what", ["command=['sleep', '60']", "function=lambda: time.sleep(60)"])
def test_a_death_before_it_has_begun_is_noticed(tmp_path, what):
    """A process that is killed while it is being started, before it runs its command, is started again."""
    script = (
        "import os, pathlib, signal, time\n"
        "from tintuc.config import supervisor\n"
        "log, die_with = pathlib.Path('started'), supervisor._die_with\n"
        "def dies_once(parent):\n"
        "    with log.open('a') as file:\n"
        "        file.write('x')\n"
        "    if log.stat().st_size == 1:\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "    die_with(parent)\n"
        "supervisor._die_with = dies_once\n"
        f"supervisor.supervise([supervisor.Process('a', {what})])\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script], cwd=tmp_path, stderr=subprocess.DEVNULL)
    try:
        until(lambda: (tmp_path / "started").read_bytes() == b"xx")
    finally:
        process.terminate()
        process.wait(10)


def test_a_command_that_is_not_there_is_said_and_tried_again(tmp_path):
    """A command that cannot be run is named with its process, and the others go on."""
    script = (
        "from tintuc.config.supervisor import Process, supervise\n"
        "supervise([Process('front', command=['/no/such/command'])])\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script], cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    try:
        lines = [process.stderr.readline() for _ in range(3)]
    finally:
        process.terminate()
        process.wait(10)
    assert "front failed: FileNotFoundError" in lines[0]
    assert "front ended (code 1); starting it again" in lines[1]
    assert "front failed" in lines[2]


def test_what_is_loaded_is_no_work_for_the_collector(tmp_path):
    """A process starts with all that was loaded before it set apart, so that no pass of the collector walks through it."""
    place = tmp_path / "frozen"
    code = (
        "import gc, pathlib, time\n"
        "from tintuc.config.supervisor import Process, supervise\n"
        "def count():\n"
        f"    pathlib.Path({str(place)!r}).write_text(str(gc.get_freeze_count()))\n"
        "    time.sleep(60)\n"
        "supervise([Process('a', function=count)])\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code])
    frozen = until(lambda: place.exists() and place.read_text())
    process.kill()
    process.wait()
    assert int(frozen) > 1000


def state(pid: int) -> str:
    return json.dumps(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0])
