"""Did a quotation lose one of its marks in translation?

The source's marks come out even and the translation's do not; or a quotation that runs over several passages begins or
ends here in the source, and the translation has fewer marks. A translator may begin and end it elsewhere: two
neighbouring passages that both differ make it even.

Known limits: two marks lost in one passage are not seen.
"""

from __future__ import annotations

from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass, Run
from tintuc.text.quotations import Unbalanced, count, unbalanced

#: Passages within which a quotation that was opened may be closed.
NEAR = 3
#: What closes a quotation within a quotation, or is a slip: nothing follows from its parity.
TWICE = '""'
#: Marks of titles, which open and close within a passage.
TITLES = frozenset("《〈『")
#: Languages in which single marks are quotation marks and no apostrophes.
SINGLE = frozenset({"zh", "ja", "ko"})


def find(dossier: Dossier) -> Iterator[Finding]:
    """Compare each passage with its source, and let neighbours make up for each other."""
    single = dossier.language.split("-")[0] in SINGLE
    differing: list[tuple[int, Run, Unbalanced | None]] = []
    for number, run in enumerate(dossier.pairs):
        odd = unbalanced(run.text, single=single)
        if not unbalanced(run.source) or TWICE in run.source:
            differing += [(number, run, odd[0])] if odd and _tells(run, odd[0]) else []
        elif not odd and count(run.text, single=True) == 0:
            differing.append((number, run, None))
    made_up: set[int] = set()
    for place, (number, run, mark) in enumerate(differing):
        if place in made_up:
            continue
        if place + 1 < len(differing) and differing[place + 1][0] - number <= NEAR:
            made_up.add(place + 1)
        elif mark:
            yield Finding("odd", run.place(mark.at, mark.at + 1), run.text[mark.at], {"mark": run.text[mark.at]})
        else:
            yield Finding("gone", run.place(), run.text)


def _tells(run: Run, odd: Unbalanced) -> bool:
    """Whether something follows from the odd mark.

    Where the source has none, one at the very beginning or end may open or close a longer quotation of the translation.
    """
    if TWICE in run.source:
        return False
    inside = len(run.text[: odd.at].strip()) > 0 and len(run.text[odd.at + 1 :].strip(" .。!?！？")) > 0
    return inside or odd.kind in TITLES or count(run.source, single=True) > 0


def _pair(source: str, text: str, language: str = "vi") -> Dossier:
    return Dossier(language=language, source_language="en", body=(Block(text, source=source),))


CHECK = Check(
    id="quotes.lost",
    title="Quotation mark lost in translation",
    level=Level.QUERY,
    says={
        "odd": "The source's quotation marks come out even; here %(mark)s has no other side.",
        "gone": "A quotation begins or ends in the source here, and its mark is missing.",
    },
    why="Readers cannot tell the speaker's words from ours.",
    fix="Put the mark in where the quotation begins or ends in the source.",
    since="0.1",
    find=find,
    needs=frozenset({"pairs"}),
    examples=(
        Pass(_pair('"We waited," she said.', "“Chúng tôi chờ,” bà nói.")),
        Pass(_pair("It's 5' 3\" tall.", "Nó cao 5' 3\".")),
        Pass(_pair('"We waited.', "“Chúng tôi chờ.")),
        Pass(_pair('"We waited.', "“Chúng tôi chờ.”")),
        Pass(
            Dossier(
                language="vi",
                source_language="en",
                body=(
                    Block("“Chúng tôi chờ.", "a", source="We waited, she said."),
                    Block("Rồi nó mở cửa.”", "b", source="Then it opened, she said."),
                ),
            )
        ),
        Pass(_pair("They call it the 'old' pier of O'Hara.", "他们称之为O'Hara的‘老’码头。", "zh-Hans")),
        Find(_pair('"We waited.', "Chúng tôi chờ."), reason="gone", quote="Chúng tôi chờ."),
        Find(_pair('"We waited," she said.', "“Chúng tôi chờ, bà nói."), reason="odd", quote="“"),
        Find(_pair('"We waited," she said.', "「待ちました、と彼女は言った。", "ja"), reason="odd", quote="「"),
    ),
)
