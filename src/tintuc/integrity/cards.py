"""The catalogue of checks as the desk's screens show it, in the language of whoever looks."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from tintuc.checks import Check, Dossier, Find, Pass, catalogue, run
from tintuc.checks.base_rates import base_rate

#: A place in a sentence that a finding fills.
VALUE = re.compile(r"%\(\w+\)s")
#: Characters of an example that are shown.
SHOWN = 240


@dataclass(frozen=True)
class Example:
    """A text the check passes, or one it catches with what it says."""

    caught: bool
    text: str
    language: str
    source: str = ""
    source_language: str = ""
    message: str = ""


@dataclass(frozen=True)
class Card:
    """One check."""

    id: str
    title: str
    level: str  #: note, query or hold
    question: str  #: in one line, in English
    why: str
    fix: str
    base_rate: str
    since: str
    says: tuple[str, ...]
    languages: tuple[str, ...]  #: empty: any
    limits: tuple[str, ...] = ()  #: the rest of what its author wrote, in English
    examples: tuple[Example, ...] = ()


def cards() -> list[Card]:
    """Every check, without examples."""
    return [_card(check) for check in catalogue().values()]


def card_of(ident: str) -> Card | None:
    """The card of one check by its id now or before; None if there is none."""
    check = catalogue().get(ident) or next((one for one in catalogue().values() if ident in one.formerly), None)
    return _card(check, tuple(_example(check, example) for example in check.examples)) if check else None


def _card(check: Check, examples: tuple[Example, ...] = ()) -> Card:
    question, *rest = (inspect.getdoc(sys.modules[check.find.__module__]) or "").split("\n\n")
    return Card(
        id=check.id,
        title=gettext(check.title),
        level=check.level.name.lower(),
        question=question,
        why=gettext(check.why),
        fix=gettext(check.fix),
        base_rate=base_rate(check.id),
        since=check.since,
        says=tuple(VALUE.sub("…", gettext(says)) for says in check.says.values()),
        languages=tuple(sorted(check.languages or ())),
        limits=tuple(" ".join(paragraph.split()) for paragraph in rest),
        examples=examples,
    )


def _example(check: Check, example: Pass | Find) -> Example:
    dossier = example.dossier
    if isinstance(example, Pass):
        return Example(False, _shown(_words(dossier)), dossier.language)
    for seen in run(dossier, checks=[check]).seen:
        if (seen.finding.reason, seen.finding.quote) == (example.reason, example.quote):
            place = seen.finding.place
            around = next((one for one in dossier.runs if (one.block, one.part, one.field) == (
                place.block, place.part, place.field)), None)  # fmt: skip
            text, source = (around.text, around.source) if around else (example.quote, "")
            return Example(
                True,
                _shown(text),
                dossier.language,
                _shown(source),
                dossier.source_language,
                seen.message(gettext),
            )
    return Example(True, _shown(example.quote), dossier.language)


def _words(dossier: Dossier) -> str:
    return " / ".join(run.text for run in dossier.runs)


def _shown(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= SHOWN else flat[: SHOWN - 1] + "…"


def titles(idents: Iterable[str]) -> list[str]:
    """What checks are called, in the language of whoever looks; a check that is gone by its id."""
    known = catalogue()
    return [gettext(known[ident].title) if ident in known else ident for ident in idents]
