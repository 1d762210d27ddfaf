"""What nobody types and anybody may send: every field of every screen of the desk, found from the sources."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver

import tintuc.newsroom
from tintuc.names.models import Proposal
from tintuc.newsroom.views.translation import ACTS
from tintuc.stories.models import Article
from tintuc.translation.actions.translate_into import translate_into
from tintuc.translation.actions.write import write
from tintuc.translation.models import Comment

pytestmark = pytest.mark.django_db

#: As bytes of an address or a form, percent-encoded.
VALUES = {
    "markup": quote("\"'><script>alert(7)</script>{{7*7}}"),
    "nul": "a%00b",
    "half a character": "a%ED%A0%80b",
    "other way": quote("\u202egnp.txt\u2066x\u2069\u200f"),
    "no number": quote("²"),
    "huge number": "9" * 40,
    "long number": "9" * 5000,
    "much": "x" * 1_000_000,
    "moment": quote("99999-99-99T99:99"),
}
ASKED = re.compile(r"""(?:GET|POST|FILES)(?:\.get(?:list)?\(|\[)\s*["'](\w+)["']""")
FIELD = re.compile(r"^    (\w+) = (?:forms|django_filters)\.\w+\(", re.MULTILINE)


def fields() -> list[str]:
    """The name of everything the desk's views and forms ask a request for."""
    sources = [file.read_text() for file in Path(tintuc.newsroom.__file__).parent.rglob("*.py")]
    return sorted({name for source in sources for pattern in (ASKED, FIELD) for name in pattern.findall(source)})


def routes(patterns: Any, before: str = "") -> Iterator[str]:
    """The routes of the desk's own screens, and of the lists of its rows."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern.url_patterns, route)
        elif route.startswith(("desk/", "^notices")) or re.fullmatch(r"snippets/\w+/\w+/(results/)?", route):
            yield route


@pytest.fixture
def target(make_article, people):
    """A translation with a passage, and a proposed name."""
    source = make_article()
    made = translate_into(story=source.story, language="vi", by=people["chief"])
    write(article=made, words={"p1": "Bến tàu mở cửa."}, by=people["chief"])
    Proposal.objects.create(language="en", text="An Le", article=source.pk, site=source.story.site_id)
    return Article.objects.get(pk=made.pk)


def test_the_fields_are_found():
    """What the sources ask for is found: fields of forms, of queries and of posts."""
    assert {"words", "reason", "agency", "due_at", "q", "person"} & set(fields())
    assert len(fields()) > 30


@pytest.mark.parametrize("value", list(VALUES))
def test_no_value_breaks_a_screen(desk, target, value):
    """Sent as every field, and as every text of an address, it is refused or kept as the text it is."""
    client = desk("chief")
    client.raise_request_exception = False
    sent = "&".join(f"{name}={VALUES[value]}" for name in fields())
    short = "&".join(f"{name}={VALUES[value][:200]}" for name in fields())
    in_address = VALUES[value][:300]
    broken, tried = [], 0
    for route in routes(get_resolver("tintuc.config.urls").url_patterns):
        ways = [re.sub(r"<\w+:(\w+)>", lambda piece: str(target.pk) if piece[1] == "pk" else in_address, route)]
        if "notices/(?P" in route:
            ways = [f"notices/{in_address}.atom"]
        for way in ways:
            answers = [
                client.get(f"/{way}?{short}"),
                client.post(f"/{way}", sent, content_type="application/x-www-form-urlencoded"),
            ]
            if value == "markup":
                file = SimpleUploadedFile("x\u202e<b>.tmx", b"\0\xff<x")
                answers.append(client.post(f"/{way}", {"file": file, "agency": "x"}))
            tried += len(answers)
            broken += [(way[:120], answer.status_code) for answer in answers if answer.status_code >= 500]
            broken += [(way[:120], "says it") for answer in answers if b"<script>alert(7)" in answer.content]
    assert broken == []
    assert tried > 150


@pytest.mark.parametrize("value", ["\0", "a\0b", "\ud800", "<script>alert(7)</script>", "\u202e\u2066x", "x" * 200_000])
def test_no_value_breaks_the_translation_desk(desk, target, value):
    """Sent to each act of the translation desk as each of its values, beside values that are right, it breaks none."""
    client = desk("chief")
    client.raise_request_exception = False
    right = {
        "key": "p1", "place": "p1", "value": "<p>Bến.</p>", "seen": "", "source": "", "reason": "A reason of its own",
        "text": "A word", "after": "", "kind": "paragraph", "fingerprint": "f" * 64, "origin": "", "engine": "",
        "stamp": "", "words": "", "done": True,
    }  # fmt: skip
    broken = []
    for act in set(ACTS) - {"release", "machine"}:
        for name in right:
            address = f"/desk/article/{target.pk}/translation/{act}/"
            answer = client.post(address, json.dumps(right | {name: value}), content_type="application/json")
            if answer.status_code >= 500:
                broken.append((act, name))
    assert broken == []
    assert not any("\0" in said for said in Comment.objects.values_list("text", flat=True))
    page = client.get(f"/desk/article/{target.pk}/translation/").content
    assert b"<script>alert(7)" not in page
