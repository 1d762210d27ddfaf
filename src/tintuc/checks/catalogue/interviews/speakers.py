"""Is each speaker of an interview called by one name, and only speaker of their own turns?

Known limits: labels that differ in more than a letter or two are two people; whether they should be one is for
``names.variants``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from rapidfuzz.distance import OSA

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass, Place

#: Letters of the shortest label in which one letter may be a slip.
LEAST, LEAST_DENSE = 5, 3
#: Labels of an article that are compared with each other; more is no interview.
MOST = 200


def find(dossier: Dossier) -> Iterator[Finding]:
    """Compare the labels of all turns."""
    turns = [block for block in dossier.body if block.speaker and block.part in {"", "text"}]
    counts = Counter(block.speaker for block in turns)
    roles: dict[str, Counter[str]] = defaultdict(Counter)
    for block in turns:
        roles[block.speaker][block.role] += 1
    near_by = {label: _nearest(label, counts) for label in counts} if len(counts) <= MOST else {}
    for block in turns:
        place = Place("body", block.id, 0, len(block.speaker), "speaker")
        if near := near_by.get(block.speaker):
            yield Finding("slip", place, block.speaker, {"label": block.speaker, "other": near})
        asked, answered = roles[block.speaker]["question"], roles[block.speaker]["answer"]
        rarer = "question" if asked < answered else "answer"
        if asked and answered and block.role == rarer and min(asked, answered) == 1 and asked + answered >= 4:
            yield Finding("both-sides", place, block.speaker, {"label": block.speaker})


def _nearest(label: str, counts: Counter[str]) -> str:
    """The first more frequent label that it may be a slip for; empty if there is none."""
    return next((other for other in counts if counts[other] > counts[label] and _slip(label, other)), "")


def _slip(label: str, other: str) -> bool:
    if label == other or label in other or other in label:
        return False
    if sorted(label.split()) == sorted(other.split()) and " " in label:
        return True
    least = LEAST if label.isascii() or " " in label else LEAST_DENSE
    return min(len(label), len(other)) >= least and OSA.distance(label.lower(), other.lower()) <= (
        1 if len(label) < 9 else 2
    )


def _turn(speaker: str, role: str, ident: str) -> Block:
    return Block("Yes, we did that.", ident, kind="turn", speaker=speaker, role=role)


CHECK = Check(
    id="interviews.speakers",
    title="Speakers mixed up",
    level=Level.QUERY,
    says={
        "slip": "The speaker is “%(label)s” here and “%(other)s” in other turns.",
        "both-sides": "“%(label)s” asks in some turns and answers in others.",
    },
    why="Readers cannot tell who said it.",
    fix="Give the turn to whoever spoke it, by one name throughout.",
    since="0.1",
    find=find,
    needs=frozenset({"body"}),
    examples=(
        Pass(Dossier(body=(_turn("Reporter", "question", "a"), _turn("Maki Orita", "answer", "b")))),
        Pass(Dossier(body=(_turn("Ann", "answer", "a"), _turn("Anna", "answer", "b"), _turn("Ann", "answer", "c")))),
        Find(
            Dossier(
                body=(
                    _turn("Maki Orita", "answer", "a"),
                    _turn("Maki Oritta", "answer", "b"),
                    _turn("Maki Orita", "answer", "c"),
                )
            ),
            reason="slip",
            quote="Maki Oritta",
        ),
        Find(
            Dossier(
                body=(
                    _turn("Reporter", "question", "a"),
                    _turn("Maki Orita", "answer", "b"),
                    _turn("Reporter", "question", "c"),
                    _turn("Reporter", "answer", "d"),
                    _turn("Reporter", "question", "e"),
                )
            ),
            reason="both-sides",
            quote="Reporter",
        ),
    ),
)
