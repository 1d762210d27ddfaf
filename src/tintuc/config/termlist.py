"""A file of terms for texts from outside: read once a process, then asked what occurs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

from tintuc.checks import Dossier, Term
from tintuc.text.languages import known
from tintuc.text.terms import Matcher
from tintuc.translation.term_files import APPROVED, FORBIDDEN, KEPT, BadTermFile, ConceptRecord, TermFile


class TermList:
    """The concepts of a file, found in texts by their forms."""

    def __init__(self, concepts: Iterable[ConceptRecord]) -> None:
        self.concepts = list(concepts)
        forms: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for number, concept in enumerate(self.concepts):
            for term in concept.terms:
                forms[term.language].append((term.text, number))
        self.matchers = {language: Matcher(some, language) for language, some in forms.items()}

    def of(self, dossier: Dossier) -> tuple[Term, ...]:
        """The terms that occur in a dossier."""
        source_language = dossier.source_language if dossier.source_language != dossier.language else ""
        found: set[int] = set()
        for run in dossier.runs:
            for language, text in ((source_language, run.source), (dossier.language, run.text)):
                if text and language in self.matchers:
                    found |= self.matchers[language].values(text)
        terms: list[Term] = []
        for number in sorted(found):
            terms += _terms(self.concepts[number], source_language, dossier.language)
        return tuple(terms)


def _terms(concept: ConceptRecord, source_language: str, language: str) -> list[Term]:
    def forms(tag: str, *statuses: str) -> tuple[str, ...]:
        return tuple(term.text for term in concept.terms if term.language == tag and term.status in statuses)

    source = forms(source_language, APPROVED, FORBIDDEN, KEPT) if source_language else ()
    kept = forms(source_language, KEPT) if source_language else ()
    approved, forbidden = forms(language, APPROVED, KEPT), forms(language, FORBIDDEN)
    terms = [Term(source, approved, forbidden)] if approved or forbidden else []
    return [*terms, Term(kept, keep=True)] if kept else terms


@cache
def list_of(file: str) -> TermList:
    """The terms of a CSV or TBX file. Raises ``BadTermFile`` with its first problems, and ``OSError``."""
    from tintuc.translation.term_csv import read_csv  # few runs read terms, and what reads them takes long to load
    from tintuc.translation.term_tbx import read_tbx

    raw = Path(file).read_bytes()
    is_xml = raw[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    found: TermFile = read_tbx(raw, known()) if is_xml else read_csv(raw, known())
    if found.problems:
        first = "; ".join(map(str, found.problems[:5]))
        raise BadTermFile(f"{len(found.problems) + found.untold} problems: {first}")
    return TermList(found.concepts.values())


def with_terms(dossier: Dossier, file: str) -> Dossier:
    """The dossier with the terms of the file that occur in it; as it is where no file is given."""
    return replace(dossier, terms=list_of(file).of(dossier)) if file else dossier
