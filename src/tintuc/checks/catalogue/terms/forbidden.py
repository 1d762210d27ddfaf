"""Does the text use a form that the house has ruled out?

In a translation a form counts where the source beside it holds the term, or where no source stands beside it. In a
source article it counts wherever it stands. A forbidden form inside a longer term is part of that term.

Known limits: a forbidden form that is quoted for its own sake; a form that means something else in a source article.
"""

from __future__ import annotations

from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass, Run, Term
from tintuc.text.terms import Matcher, tokens


def find(dossier: Dossier) -> Iterator[Finding]:
    """Look for forbidden forms, and in translations for their terms beside them."""
    terms = dossier.terms
    if not any(term.forbidden for term in terms):
        return
    forms = [(form, 2 * number + 1) for number, term in enumerate(terms) for form in term.forbidden]
    forms += [(form, 2 * number) for number, term in enumerate(terms) for form in term.approved]
    written = Matcher(forms, dossier.language)
    sources = Matcher(
        ((form, number) for number, term in enumerate(terms) for form in term.source), dossier.source_language
    )
    for run in dossier.runs:
        if run.language:
            continue
        beside: set[int] | None = None
        for match in written.matches(run.text):
            if any(value % 2 == 0 for value in match.values):
                continue
            numbers = [value // 2 for value in match.values]
            if run.source.strip() and dossier.source_language:
                beside = sources.values(run.source) if beside is None else beside
                numbers = [number for number in numbers if number in beside or not terms[number].source]
            if numbers:
                yield _finding(run, match.start, match.end, terms[numbers[0]], dossier.language)


def _finding(run: Run, start: int, end: int, term: Term, language: str) -> Finding:
    quote = run.text[start:end]
    if not term.approved:
        return Finding("no-other", run.place(start, end), quote, {"form": quote})
    values = {"form": quote, "approved": " / ".join(term.approved[:4])}
    return Finding("instead", run.place(start, end), quote, values, replacement=_replacement(quote, term, language))


def _replacement(quote: str, term: Term, language: str) -> str | None:
    """The one approved form, if the text has a forbidden one word for word: an ending could not be carried over."""
    spelt = [token.text.casefold() for token in tokens(quote)]
    if len(term.approved) != 1 or not any(
        spelt == [token.text.casefold() for token in tokens(form)] for form in term.forbidden
    ):
        return None
    form = term.approved[0]
    lower = all(not other[:1].isupper() for other in term.forbidden)
    return form[:1].upper() + form[1:] if quote[:1].isupper() and lower else form


PIER = Term(source=("ferry pier",), approved=("bến phà",), forbidden=("cầu tàu",))


def _pair(source: str, text: str) -> Dossier:
    return Dossier(language="vi", source_language="en", body=(Block(text, source=source),), terms=(PIER,))


CHECK = Check(
    id="terms.forbidden",
    title="Form the house does not use",
    level=Level.QUERY,
    says={
        "instead": "The house does not say “%(form)s” but %(approved)s.",
        "no-other": "The house does not say “%(form)s”.",
    },
    why="Somebody decided against this form, often because it takes sides, misleads or names another thing.",
    fix="Use the approved form; a rule that is wrong is mended in the termbase.",
    since="0.1",
    find=find,
    needs=frozenset({"runs", "terms"}),
    examples=(
        Pass(_pair("The ferry pier opened.", "Bến phà đã mở.")),
        Pass(_pair("The jetty opened.", "Cầu tàu đã mở.")),
        Pass(
            Dossier(
                body=(Block("The old town hall opened."),),
                terms=(Term(approved=("town hall",)), Term(approved=("council",), forbidden=("town",))),
            )
        ),
        Find(_pair("The ferry pier opened.", "Cầu tàu đã mở."), reason="instead", quote="Cầu tàu"),
        Find(
            Dossier(
                body=(Block("The chairmen of the ferry board met."),),
                terms=(Term(approved=("chair",), forbidden=("chairmen", "chairman")),),
            ),
            reason="instead",
            quote="chairmen",
        ),
        Find(
            Dossier(language="zh-Hans", body=(Block("岛民对此不满。"),), terms=(Term(forbidden=("岛民",)),)),
            reason="no-other",
            quote="岛民",
        ),
    ),
)
