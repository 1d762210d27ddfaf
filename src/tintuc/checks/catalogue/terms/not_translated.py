"""Does a name that is to stay as it is stand in the translation letter by letter?

The termbase marks products, titles and code names that no language changes. The source holds one and the translation
beside it does not.

Known limits: a passage that says it once and means it twice is enough; a name that the translation leaves out because its
neighbour has said it.
"""

from __future__ import annotations

from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass, Term
from tintuc.text.terms import Matcher


def find(dossier: Dossier) -> Iterator[Finding]:
    """Look in each passage for the fixed names its source holds."""
    terms = [term for term in dossier.terms if term.keep]
    forms = [(form, number) for number, term in enumerate(terms) for form in term.source]
    sources, kept = Matcher(forms, dossier.source_language), Matcher(forms)
    for run in dossier.pairs if sources else ():
        here = kept.values(run.text) if sources.values(run.source) else set()
        told: set[int] = set()
        for match in sources.matches(run.source):
            if here.isdisjoint(match.values) and told.isdisjoint(match.values):
                told.update(match.values)
                written = run.source[match.start : match.end]
                yield Finding("changed", run.place(), run.text, {"term": " ".join(written.split())})


def _pair(source: str, text: str, language: str = "vi") -> Dossier:
    terms = (Term(source=("Northern Light",), keep=True),)
    return Dossier(language=language, source_language="en", body=(Block(text, source=source),), terms=terms)


CHECK = Check(
    id="terms.not-translated",
    title="Fixed name translated or lost",
    level=Level.QUERY,
    says={"changed": "“%(term)s” stays as it is in every language, and does not stand here."},
    why="Readers cannot look for a ship, a product or a title under a name that nobody else uses.",
    fix="Write it as the source does; explain it beside it if readers need that.",
    since="0.1",
    find=find,
    needs=frozenset({"pairs", "terms"}),
    examples=(
        Pass(_pair("The Northern Light sails at noon.", "Tàu Northern Light khởi hành lúc trưa.")),
        Pass(_pair("The Northern Light sails at noon.", "“Northern Light”号中午启航。", "zh-Hans")),
        Pass(_pair("The northern light is pale.", "Ánh sáng phương bắc nhạt.")),
        Find(
            _pair("The Northern Light sails at noon.", "Tàu Bắc Quang khởi hành lúc trưa."),
            reason="changed",
            quote="Tàu Bắc Quang khởi hành lúc trưa.",
        ),
    ),
)
