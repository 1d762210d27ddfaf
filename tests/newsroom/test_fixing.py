"""Applying a fix: the replacement goes where the quote stands, counted as the desk counts, and nowhere else."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
import wagtail

from tintuc.stories.passages import plain

NODE = shutil.which("node")
SCRIPTS = Path(wagtail.__file__).parent / "admin" / "static" / "wagtailadmin" / "js"
HERE = Path(__file__).parent
FIXING = HERE.parents[1] / "src" / "tintuc" / "newsroom" / "static" / "newsroom" / "fixing.js"

pytestmark = pytest.mark.skipif(NODE is None, reason="needs node")


def told(case: dict) -> object:
    """What fixing.js makes of one case."""
    command = [NODE, str(HERE / "fixing.js"), str(SCRIPTS), str(FIXING)]
    run = subprocess.run(command, input=json.dumps([case]), capture_output=True, text=True, timeout=20, check=True)
    return json.loads(run.stdout)[0]


def rich(texts: list[str], quote: str, replacement: str, start: int | None = None) -> dict:
    """The case of a finding in a paragraph, placed as the desk places it."""
    seen = plain("".join(f"<p>{text}</p>" for text in texts))
    return {
        "texts": texts,
        "quote": quote,
        "replacement": replacement,
        "start": seen.index(quote) if start is None else start,
    }


def test_a_fix_goes_where_the_quote_stands():
    """Beyond an emoji, which a browser counts as two, the mark is taken out and can be undone."""
    result = told(rich(["Bến phà 😀 đã mở.. Phà chạy.. rồi."], "..", "."))
    assert result == {"done": True, "texts": ["Bến phà 😀 đã mở. Phà chạy.. rồi."], "undo": 1}


def test_a_fix_in_the_second_paragraph_of_a_block():
    """Space before the first word, which the desk does not count, does not move it."""
    result = told(rich(["  The pier is open.", "It is new .", "All can go."], " .", "."))
    assert result["texts"] == ["  The pier is open.", "It is new.", "All can go."]


def test_a_fix_may_take_characters_out():
    """A replacement by nothing deletes the quote."""
    result = told(rich(["The pi\u200ber is open."], "\u200b", ""))
    assert (result["done"], result["texts"]) == (True, ["The pier is open."])


def test_changed_words_are_left_alone():
    """Where the quote stands no more, nothing is replaced, though it stands elsewhere."""
    result = told(rich(["The pier is open. It is new.."], "..", ".", start=4))
    assert result == {"done": False, "texts": ["The pier is open. It is new.."], "undo": 0}


def test_a_quote_over_two_paragraphs_is_left_alone():
    """A fix does not join paragraphs."""
    result = told(rich(["It is new.", ". All can go."], ".\n.", "."))
    assert not result["done"]


def test_line_breaks_of_a_text_field_count_once_or_twice():
    """A place counted with line breaks of two characters is found in a field that has them as one."""
    assert told({"value": "a | b\nc ..", "quote": "..", "start": 8, "replacement": "."}) == [8, 10]
    assert told({"value": "a | b\nc ..", "quote": "..", "start": 9, "replacement": "."}) == [8, 10]
    assert told({"value": "a | b\nc ..", "quote": "..", "start": 3, "replacement": "."}) is None
