"""Is a term of the source translated as the house has agreed?

The source holds a term of the termbase, and the translation beside it none of the approved forms. One form in a passage
is enough: a translation may say "it" the second time.

Known limits: a passage that names the thing by a pronoun throughout, or leaves it out because its neighbour has said it;
forms whose inflection is more than an ending. A form that the house forbids is told by `terms.forbidden`.
"""

from __future__ import annotations

from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass, Run, Term
from tintuc.text.terms import Matcher

#: Approved forms that are named to the editor; there are rarely more.
NAMED = 4


def find(dossier: Dossier) -> Iterator[Finding]:
    """Look for the approved forms of each term that a passage's source holds."""
    terms = [term for term in dossier.terms if term.approved and not term.keep]
    sources = Matcher(
        ((form, number) for number, term in enumerate(terms) for form in term.source), dossier.source_language
    )
    # A sentence may begin with a term: its capitals say nothing about which term it is.
    answers = Matcher(
        ((form, number) for number, term in enumerate(terms) for form in (*term.approved, *term.forbidden)),
        dossier.language,
        cased=False,
    )
    for run in dossier.pairs if sources else ():
        answered: set[int] | None = None
        told: set[tuple[int, ...]] = set()
        for match in sources.matches(run.source):
            answered = answers.values(run.text) if answered is None else answered
            if answered.isdisjoint(match.values) and match.values not in told:
                told.add(match.values)
                yield _finding(run, run.source[match.start : match.end], [terms[number] for number in match.values])


def _finding(run: Run, written: str, terms: list[Term]) -> Finding:
    forms = dict.fromkeys(form for term in terms for form in term.approved)
    values = {"term": " ".join(written.split()), "approved": " / ".join(list(forms)[:NAMED])}
    return Finding("missing", run.place(), run.text, values)


PIER = Term(source=("ferry pier",), approved=("bến phà",), forbidden=("cầu tàu",))


def _pair(source: str, text: str, *terms: Term) -> Dossier:
    return Dossier(language="vi", source_language="en", body=(Block(text, source=source),), terms=terms or (PIER,))


CHECK = Check(
    id="terms.not-followed",
    title="Term not translated as agreed",
    level=Level.QUERY,
    says={"missing": "The source says “%(term)s”; the termbase has for it %(approved)s, and none of it stands here."},
    why="A thing with two names reads as two things, and an agreed term often carries a legal or official sense.",
    fix="Use an approved form, or answer why this passage needs another; a term that is wrong is mended in the termbase.",
    since="0.1",
    find=find,
    needs=frozenset({"pairs", "terms"}),
    examples=(
        Pass(_pair("Two ferry piers opened.", "Hai bến phà đã mở.")),
        Pass(_pair("The ferry pier is new. The ferry pier is long.", "Bến phà mới, và dài.")),
        Pass(_pair("The pier of the ferry opened.", "Cầu cảng đã mở.")),
        Find(_pair("The ferry pier opened.", "Bến tàu đã mở."), reason="missing", quote="Bến tàu đã mở."),
        Find(
            Dossier(
                language="en",
                source_language="zh-Hans",
                body=(Block("The dock opened.", source="新渡轮码头启用。"),),
                terms=(
                    Term(source=("码头",), approved=("pier",)),
                    Term(source=("渡轮码头",), approved=("ferry pier",)),
                ),
            ),
            reason="missing",
            quote="The dock opened.",
        ),
    ),
)
