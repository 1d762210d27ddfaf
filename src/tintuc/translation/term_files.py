"""What a file of terms says, whatever its format: concepts with their terms, and every problem with its place.

Plain Python: the command line reads such files without Django.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

#: Bytes of a file. 200,000 terms with definitions have half of this.
MOST_BYTES = 64 * 1024 * 1024
#: Terms of a file; the largest public termbases of one field have this many.
MOST_TERMS = 250_000
#: Forms of one concept in all languages together.
MOST_FORMS = 300
#: Problems that are told one by one; a file with more is of another kind altogether.
MOST_PROBLEMS = 1000
#: Characters of each thing, as the database keeps them.
LONGEST = {"concept": 80, "subject": 120, "definition": 2000, "term": 250, "note": 500}
APPROVED, FORBIDDEN, KEPT = "approved", "forbidden", "do-not-translate"
STATUSES = (APPROVED, FORBIDDEN, KEPT)
#: Letters that show nowhere, or that no file of text has.
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]")


class BadTermFile(ValueError):
    """The bytes are no such file at all; the sentence says why."""


@dataclass(frozen=True)
class TermRecord:
    """One form of a concept in one language."""

    language: str
    text: str
    status: str = APPROVED
    note: str = ""


@dataclass
class ConceptRecord:
    """One concept of a file."""

    ident: str
    subject: str = ""
    definition: str = ""
    terms: list[TermRecord] = field(default_factory=list)


@dataclass(frozen=True)
class Problem:
    """Something of a file that cannot be taken in, and where."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.sentence}"


@dataclass
class TermFile:
    """All that a file says, and all that is wrong with it."""

    concepts: dict[str, ConceptRecord] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    untold: int = 0  #: problems after the first thousand
    size: int = 0  #: terms

    def problem(self, line: int, sentence: str) -> None:
        """Note what is wrong at a line."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(line, sentence))
        else:
            self.untold += 1

    def put(self, line: int, concept: ConceptRecord, term: TermRecord) -> None:
        """Add a term to its concept, or note why not."""
        if self.size >= MOST_TERMS:
            raise BadTermFile(f"The file has more than {MOST_TERMS:,} terms. Cut it in parts.")
        here = self.concepts.setdefault(concept.ident, ConceptRecord(concept.ident))
        if len(here.terms) >= MOST_FORMS:
            self.problem(line, f"Concept {concept.ident} has more than {MOST_FORMS} forms.")
            return
        wrong = False
        for name in ("subject", "definition"):
            told, known = getattr(concept, name), getattr(here, name)
            if told and known and told != known:
                wrong = True
                self.problem(line, f"Concept {concept.ident} has another {name} before: “{known[:60]}”.")
            elif told:
                setattr(here, name, told)
        twin = next((one for one in here.terms if (one.language, one.text) == (term.language, term.text)), None)
        if twin:
            same = "stands here twice" if twin == term else f"has two entries that differ, {twin.status} before"
            self.problem(line, f"“{term.text}” ({term.language}) of concept {concept.ident} {same}.")
        elif not wrong:
            here.terms.append(term)
            self.size += 1

    def told(self) -> Iterator[str]:
        """All problems as sentences."""
        yield from map(str, self.problems)
        if self.untold:
            yield f"… and {self.untold:,} more problems."


def bounded(name: str, text: str, line: int, file: TermFile) -> str | None:
    """The text in one line, or None with a problem noted if it is too long or holds what cannot be seen."""
    flat = " ".join(text.split())
    if len(flat) > LONGEST[name]:
        file.problem(line, f"The {name} has {len(flat)} characters; {LONGEST[name]} are kept.")
        return None
    if found := UNSEEN.search(flat):
        file.problem(line, f"The {name} “{flat[:40]}” holds a character that cannot be seen: U+{ord(found[0]):04X}.")
        return None
    return flat


def status_of(told: str, line: int, file: TermFile) -> str | None:
    """The status a file gives, or None with a problem noted."""
    name = told.strip().lower().replace("_", "-").replace(" ", "-")
    known = {"": APPROVED, "preferred": APPROVED, "admitted": APPROVED, "deprecated": FORBIDDEN, "dnt": KEPT}
    status = known.get(name, name)
    if status not in STATUSES:
        file.problem(line, f"The status “{told[:40]}” is not one of {', '.join(STATUSES)}.")
        return None
    return status


def language_of(told: str, line: int, file: TermFile, known: frozenset[str]) -> str | None:
    """Our tag for a language a file names, or None with a problem noted."""
    tag = told.strip().replace("_", "-")
    low = tag.lower()
    chinese = {"zh": "zh-Hans", "zh-cn": "zh-Hans", "zh-sg": "zh-Hans", "zh-tw": "zh-Hant", "zh-hk": "zh-Hant"}
    for candidate in (chinese.get(low, ""), *sorted(known, key=len, reverse=True)):
        if candidate in known and (low == candidate.lower() or low.startswith(candidate.lower() + "-")):
            return candidate
        if candidate in known and chinese.get(low) == candidate:
            return candidate
    file.problem(line, f"The language “{tag[:20]}” is none of {', '.join(sorted(known))}.")
    return None
