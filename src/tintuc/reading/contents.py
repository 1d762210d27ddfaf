"""What an article is made of, for readers who want to jump: questions of an interview, parts of an explainer."""

from __future__ import annotations

from typing import Any

from tintuc.reading.frame import Way

#: With fewer places to jump to a list of them is in the way.
FEWEST = {"interview": 2, "explainer": 2, "analysis": 3, "news": 4, "pictures": 4}
#: A question is told in the list by its beginning.
LONGEST = 140


def contents(body: list[dict[str, Any]], form: str) -> list[Way]:
    """The places worth a link, in order; none where there are too few or the format has its own order."""
    found = _questions(body) if form == "interview" else _crossheads(body)
    return found if form in FEWEST and len(found) >= FEWEST[form] else []


def _questions(body: list[dict[str, Any]]) -> list[Way]:
    turns = (block for block in body if block["kind"] == "turn" and block["role"] == "question")
    return [Way(_short(block["paragraphs"][0].striptags()), f"#{block['id']}") for block in turns]


def _crossheads(body: list[dict[str, Any]]) -> list[Way]:
    return [Way(block["text"], f"#{block['id']}") for block in body if block["kind"] == "crosshead"]


def _short(words: str) -> str:
    if len(words) <= LONGEST:
        return words
    cut = words[: LONGEST - 1]
    return (cut.rpartition(" ")[0] if " " in cut[LONGEST // 2 :] else cut) + "…"
