"""Recognises the turns of an interview."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from tintuc.intake.copy import CopyBlock

#: "Speaker: words", with a short label that holds no stop.
LABEL = re.compile(r"^([^\s:：.。!?！？][^:：.。!?！？\n]{0,39}?)\s*[:：]\s*(?=\S)")
MOST_WORDS = 6
RICH_LABEL = re.compile(r"^(?:<[bi]>)*[^:：]{1,60}[:：](?:</[bi]>)*\s*")


def with_turns(blocks: Iterable[CopyBlock], reporter: frozenset[str], answer: frozenset[str]) -> tuple[CopyBlock, ...]:
    """The blocks with every "Speaker: words" paragraph as a turn.

    A label counts if it is a word for a reporter or an answer, if it follows a reporter's question, or if it stands at
    the head of two paragraphs. A paragraph that goes on without a label stays a paragraph.
    """
    blocks = tuple(blocks)
    told = [_label(block) for block in blocks]
    labels = Counter(label for label in told if label)
    asked = any(label.lower() in reporter for label in labels)
    answering = {after for before, after in pairwise(told) if before.lower() in reporter}
    speakers = {
        label
        for label, times in labels.items()
        if label.lower() in reporter | answer or label in answering or (times > 1 and (asked or len(labels) <= 3))
    }
    return tuple(
        _as_turn(block, reporter) if label in speakers else block for block, label in zip(blocks, told, strict=True)
    )


def _label(block: CopyBlock) -> str:
    is_labelled = block.kind == "paragraph" and (":" in block.text or "：" in block.text)
    match = LABEL.match(block.text) if is_labelled else None
    if match is None or len(match[1].split()) > MOST_WORDS or any(char.isdigit() for char in match[1]):
        return ""
    return match[1].strip()


def _as_turn(block: CopyBlock, reporter: frozenset[str]) -> CopyBlock:
    label = _label(block)
    text = block.text[LABEL.match(block.text).end() :]  # type: ignore[union-attr]  # _label matched
    asked = label.lower() in reporter
    rich = RICH_LABEL.sub("", block.html, count=1)
    role = "question" if asked else "answer"
    return replace(block, kind="turn", text=text, html=rich, speaker=label, role=role)
