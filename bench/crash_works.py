"""What a newsroom does while ``crash.py`` kills it, and what must be true afterwards.

A *work* is a script that says a line of JSON for each thing that was acknowledged, questions a reader asks meanwhile,
and a judge that is asked, when all is quiet, what of the acknowledged is not so.
"""

from __future__ import annotations

import contextlib
import json
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HEAD = """
import json, pathlib, sys, time
from tintuc.config import newsroom
newsroom.load(pathlib.Path(sys.argv[1]))
from django.contrib.auth import get_user_model
from django.db import transaction
from tintuc.integrity.actions import clear
from tintuc.integrity.queries import Report
from tintuc.network.models import Edition, Network, Section
from tintuc.publishing.actions.release import release
from tintuc.publishing.actions.release_together import plan_release
from tintuc.publishing.actions.withdraw import withdraw
from tintuc.stories.models import Article, Contributor, Credit, Placement, Story
from tintuc.translation.models import Drafting, MemoryUnit
clear.inspect = lambda _: Report("go")  # what the desk would say has its own bench
number, edition = int(sys.argv[2]), Edition.objects.get(language="en")
by, _ = get_user_model().objects.get_or_create(username="crash", defaults={"is_superuser": True})
person, _ = Contributor.objects.get_or_create(slug="an-le", defaults={"name": "An Le"})
def say(*what):
    print(json.dumps(what), flush=True)
def begin(blocks, word):
    story = Story.objects.create(slugline="pier", site=edition.site, source_language="en")
    Credit.objects.create(story=story, contributor=person)
    return add(story, edition, blocks, word)
def add(story, edition, blocks, word):
    article = Article(story=story, language=edition.language, slug=f"pier-{story.pk}")
    article.save()
    Placement.objects.create(article=article, edition=edition, section=edition.sections.first(), canonical=True)
    return write(article, blocks, word)
def write(article, blocks, word):
    article.headline = f"The pier is open, {word}"
    text = "The harbour town opened its ferry pier on Monday after two years of building"
    article.body = [{"type": "paragraph", "id": f"p{n}", "value": f"<p>{text}, part-{n}-of {word}.</p>"} for n in range(blocks)]
    article.save_revision(clean=False)
    return article
def path(article):
    return Placement.objects.get(article=article).path
"""

WITHDRAWALS = """
while True:
    number += 1
    article = begin(4, f"version-{number}-of")
    release(article=article, by=None)
    say("released", number, path(article))
    if number % 3:
        withdraw(article=article, by=None, reason="It was wrong.")
        say("withdrawn", number, path(article))
"""

TOGETHER = """
other, made = Edition.objects.get_or_create(site=edition.site, language="vi")
if not other.sections.exists():
    Section.objects.create(edition=other, key="world", name="World", slug="world")
story = Story.objects.filter(slugline="pier").first()
if story is None or story.articles.count() < 2:
    with transaction.atomic():
        story = begin(6, "version-0-of").story
        add(story, other, 6, "version-0-of")
while True:
    number += 1
    articles = [row.get_latest_revision_as_object() for row in story.articles.order_by("pk")]
    for article in articles:
        write(article, 6, f"version-{number}-of")
    plan = plan_release(story=story, articles=articles, by=by, whole=True)
    if plan.state == "done":
        say("together", number, *map(path, articles))
"""

GENERATION = """
while Article.objects.count() < 6:
    begin(4, "version-0-of")
while True:
    number += 1
    row = Article.objects.order_by("pk")[number % 6]
    article = release(article=write(row.get_latest_revision_as_object(), 4, f"version-{number}-of"), by=None)
    say("released", number, path(article))
    with transaction.atomic():
        site = type(edition.site).objects.get(pk=edition.site_id)
        site.masthead = f"masthead-{number}-paper"
        site.save()
        if number % 3 == 0:  # its name makes all pages another generation
            network = Network.current()
            network.name = f"Network {number}"
            network.save()
    say("masthead", number)
"""

PAIRS = 2500
MEMORY = f"""
from tintuc.translation.actions.take_memory import take_memory
while True:
    number += 1
    pairs = "".join(
        f'<tu><tuv xml:lang="en"><seg>Pair {{n}} of file {{number}} says word{{number}}x{{n}}.</seg></tuv>'
        f'<tuv xml:lang="vi"><seg>Cặp {{n}} của tệp {{number}}.</seg></tuv></tu>' for n in range({PAIRS})
    )
    head = '<header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="en" datatype="plaintext"/>'
    place = pathlib.Path(sys.argv[1]) / f"file-{{number}}.tmx"
    place.write_text(f'<?xml version="1.0" encoding="utf-8"?><tmx version="1.4">{{head}}<body>{{pairs}}</body></tmx>')
    with place.open("rb") as file:
        take_memory(file=file, name=place.name)
    say("file", number)
"""

BLOCKS = 60
DRAFTING = f"""
from tintuc.translation.actions.draft import draft
from tintuc.translation.actions.translate_into import translate_into
other, made = Edition.objects.get_or_create(site=edition.site, language="vi")
while True:
    number += 1
    target = translate_into(story=begin({BLOCKS}, f"version-{{number}}-of").story, language="vi", by=by)
    say("drafting", number, draft(article=target, by=by).pk)
    time.sleep(0.5)
"""

#: Prints, as JSON, what of the acknowledged (standard input) is not so in the database.
ASK = {
    "together": """
for story in Story.objects.all():
    versions = {row.current_release.content["headline"] for row in story.articles.filter(live=True)}
    if len(versions) > 1:
        wrong.append(f"one language is at {versions}")
""",
    "memory": f"""
from tintuc.translation.memory_index import candidates
for _, number in said:
    rows = MemoryUnit.objects.filter(origin_note=f"file-{{number}}.tmx")
    if (rows.count(), rows.values("source_digest").distinct().count()) != ({PAIRS}, {PAIRS}):
        wrong.append(f"file {{number}} has {{rows.count()}} pairs")
    for row in rows.order_by("?")[:20]:
        if row.pk not in candidates(row.source, "en", "vi"):
            wrong.append(f"{{row.source!r}} is not found")
for note in set(MemoryUnit.objects.values_list("origin_note", flat=True)):
    if MemoryUnit.objects.filter(origin_note=note).count() > {PAIRS}:
        wrong.append(f"{{note}} is in twice")
""",
    "drafting": f"""
for _, number, pk in said:
    work = Drafting.objects.get(pk=pk)
    if work.state != "done":
        wrong.append(f"drafting {{pk}} is {{work.state}} {{work.code}}")
        continue
    words = [passage.text for passage in Article.objects.get(pk=work.article_id).newest().passages()]
    parts = [sum(f"part-{{n}}-of" in text for text in words) for n in range({BLOCKS})]
    if set(parts) != {{1}} or any(text.count("Dich") != 1 for text in words if text.strip()):
        wrong.append(f"drafting {{pk}} is not whole")
""",
}


class Engine(BaseHTTPRequestHandler):
    """A machine that speaks LibreTranslate's protocol, slowly."""

    def do_GET(self) -> None:
        """Its languages."""
        self._say([{"code": "en", "targets": ["vi"]}, {"code": "vi", "targets": ["en"]}])

    def do_POST(self) -> None:
        """Each text with a word before it."""
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        time.sleep(0.3)
        texts = asked["q"] if isinstance(asked["q"], list) else [asked["q"]]
        self._say({"translatedText": [f"Dich {text}" for text in texts]})

    def _say(self, what: Any) -> None:
        body = json.dumps(what).encode()
        with contextlib.suppress(OSError):  # who asked is dead
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def start_engine(newsroom: Any) -> None:
    """Have the newsroom's drafts made by a machine of this process."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Engine)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings = f'[house]\nkind = "libretranslate"\nurl = "http://127.0.0.1:{server.server_port}"\n'
    (newsroom.folder / "engines.toml").write_text(settings)


def withdrawn_stay_away(newsroom: Any, said: list[list[Any]]) -> list[str]:
    """Acknowledged withdrawals that readers are given, and releases they are not."""
    gone = {path for kind, _, path in said if kind == "withdrawn"}
    feed = newsroom.get("/en/rss.xml")[1]
    wrong = [f"{path} is {status}" for path in gone if (status := newsroom.get(path)[0]) != 410]
    wrong += [f"{path} stands in the feed" for path in gone if path in feed]
    here = {path for kind, number, path in said if kind == "released" and number % 3 == 0}
    return wrong + [f"{path} is {status}" for path in here if (status := newsroom.get(path)[0]) != 200]


def both_are_out(newsroom: Any, said: list[list[Any]]) -> list[str]:
    """Languages that are behind what was acknowledged."""
    if not said:
        return []
    _, number, *paths = said[-1]
    return [f"{path} is behind {number}" for path in paths if version(newsroom.get(path)[1]) < number]


def version(text: str) -> int:
    """The newest version that a page tells of."""
    return max(map(int, re.findall(r"version-(\d+)-of", text)), default=-1)


def all_are_branded(newsroom: Any, said: list[list[Any]]) -> list[str]:
    """Pages without the masthead that was acknowledged last, or behind their release."""
    masthead = max((number for kind, number, *_ in said if kind == "masthead"), default=0)
    newest = {path: number for kind, number, *rest in said if kind == "released" for path in rest}
    wrong = []
    for path, number in newest.items():
        text = newsroom.get(path)[1]
        found = {int(one) for one in re.findall(r"masthead-(\d+)-paper", text)}
        if len(found) != 1 or min(found) < masthead or version(text) < number:
            wrong.append(f"{path} has mastheads {found} of {masthead} and version {version(text)} of {number}")
    return wrong


def one_masthead(path: str, text: str) -> str:
    """What is wrong with a page that is read meanwhile."""
    found = set(re.findall(r"masthead-(\d+)-paper", text))
    return f"mastheads {found}" if len(found) > 1 else ""


@dataclass(frozen=True)
class Work:
    """One thing a newsroom does, and how it is judged."""

    script: str
    judge: Callable[[Any, list[list[Any]]], list[str]] = lambda *_: []
    wrong: Callable[[str, str], str] = lambda *_: ""  #: with a page of status 200 that is read meanwhile
    prepare: Callable[[Any], None] = lambda _: None
    skips: int = 1000  #: numbers a new writer leaves out: those of the dead one may be out unacknowledged
    aims: tuple[int, int, int] = field(default=(10, 1, 4))  #: at one of its processes, the supervisor, the writer
    patience: float = 120.0  #: seconds after which what was acknowledged must be so


WORKS = {
    "withdrawals": Work(HEAD + WITHDRAWALS, withdrawn_stay_away),
    "together": Work(HEAD + TOGETHER, both_are_out),
    "generation": Work(HEAD + GENERATION, all_are_branded, one_masthead),
    "memory": Work(HEAD + MEMORY, skips=0, aims=(2, 1, 8)),
    "drafting": Work(HEAD + DRAFTING, prepare=start_engine, patience=300.0),
}
