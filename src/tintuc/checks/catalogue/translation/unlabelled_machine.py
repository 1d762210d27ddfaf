"""Are readers told that a machine translated it?

A machine draft goes out only after a person has vouched for it, or labelled where the edition allows that. A page from
outside that bears two marks of unread machine translation raises a query.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass, Place
from tintuc.text.languages import facts
from tintuc.text.scripts import script_counts

#: A small letter after a stop, in scripts that have small letters.
TORN = re.compile(r"(?<=[^\W\d_]{3})\. +[a-zà-ỹđ][^\W\d_]")


def find(dossier: Dossier) -> Iterator[Finding]:
    """Hold unvouched drafts; ask about pages that look like one."""
    if dossier.vouched or dossier.labelled:
        return
    if dossier.origin == "machine":
        yield Finding("nobody-vouches", Place("story"), "")
    elif (dossier.origin == "unknown" or dossier.carried) and _has_left_over(dossier) and _is_torn(dossier):
        marks = "a paragraph left in the source language and sentences torn at segment borders"
        yield Finding("looks-like-one", Place("story"), "", {"marks": marks}, Level.QUERY)


def _is_torn(dossier: Dossier) -> bool:
    return sum(len(TORN.findall(block.text)) for block in dossier.body) >= 2


def _has_left_over(dossier: Dossier) -> bool:
    language = facts(dossier.language)
    own = language.scripts if language else frozenset()
    return any(_foreign(block.text, own) for block in dossier.body if own and not block.language)


def _foreign(text: str, own: frozenset[str]) -> bool:
    counts = script_counts(text)
    total = sum(counts.values())
    return total >= 20 and sum(count for script, count in counts.items() if script not in own) > total / 2


CHECK = Check(
    id="translation.unlabelled-machine",
    title="Machine translation without a label",
    level=Level.HOLD,
    says={
        "nobody-vouches": "A machine translated this and nobody has vouched for it.",
        "looks-like-one": "This looks like an unread machine translation: %(marks)s.",
    },
    why="Readers must know whether a person has read what they read.",
    fix="Have a person read it through against the source and vouch for it, or label it where the edition allows that.",
    since="0.1",
    find=find,
    examples=(
        Pass(Dossier(origin="machine", vouched=True)),
        Pass(Dossier(origin="machine", labelled=True)),
        Pass(Dossier(origin="unknown", body=(Block("The pier is open."),))),
        Find(Dossier(origin="machine"), reason="nobody-vouches", quote=""),
        Find(
            Dossier(
                language="vi",
                origin="unknown",
                body=(
                    Block("码头工程历时两年，耗资不菲，昨天终于全部完工并启用。", "a"),
                    Block("Kế hoạch được thực hiện. giữ lại. Việc này là một hành vi phạm pháp. huyết mạch.", "b"),
                ),
            ),
            reason="looks-like-one",
            quote="",
        ),
    ),
)
