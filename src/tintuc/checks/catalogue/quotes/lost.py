"""Did a quotation lose one of its marks in translation?

The source's marks come out even and the translation's do not; or a quotation that runs over several passages begins or
ends here in the source, and the translation has fewer marks. A translator may begin and end it elsewhere: two
neighbouring passages that both differ make it even. Nor does anything follow from a mark of the source that is a slip:
one that stands for an apostrophe, or closes what no passage before it opened.

Known limits: two marks lost in one passage are not seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass, Run
from tintuc.text.quotations import SIDED, Unbalanced, count, unbalanced

#: Passages within which a quotation that was opened may be closed.
NEAR = 3
#: Passages within which a long quotation of a source shows that it is open.
OPEN = 8
#: Marks of speech, and those among them that stand before or behind a word.
MARK = re.compile(r"[“”„‟\"＂「」『』«»]")
BEGINS, ENDS = re.compile(r"[\s(（—–-]*[“”„‟\"＂「『«]"), re.compile(r"[“”\"＂」』»][\s.。,，)）]*$")
#: A plural's apostrophe typed as a quotation mark: the players" wages.
APOSTROPHE = re.compile(r"(?<=s)[\"”](?= [a-z])")
#: What closes a quotation within a quotation, or is a slip: nothing follows from its parity.
TWICE = '""'
#: Marks of titles, which open and close within a passage.
TITLES = frozenset("《〈『")
#: What may close a quotation.
CLOSERS = frozenset('”"＂」』»')
#: Languages in which single marks are quotation marks and no apostrophes.
SINGLE = frozenset({"zh", "ja", "ko"})


def find(dossier: Dossier) -> Iterator[Finding]:
    """Compare each passage with its source, and let neighbours make up for each other."""
    single = dossier.language.split("-")[0] in SINGLE
    differing: list[tuple[int, Run, Unbalanced | None]] = []
    for number, run in enumerate(dossier.pairs):
        odd = unbalanced(run.text, single=single)
        if not unbalanced(run.source) or TWICE in run.source:
            if odd and _tells(run, odd[0]) and not _runs_on(dossier.pairs, number, odd[0]):
                differing.append((number, run, odd[0]))
        elif not odd and count(run.text, single=True) == 0 and not _slip(dossier.pairs, number):
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


def _runs_on(runs: Sequence[Run], number: int, odd: Unbalanced) -> bool:
    """Whether the translation opens a quotation here that it closes in one of the next passages."""
    text = runs[number].text
    if odd.kind in SIDED and odd.kind not in TITLES:
        following = [(run.text, one) for run in runs[number + 1 : number + 1 + OPEN] for one in unbalanced(run.text)]
        first = next((run[one.at] for run, one in following if one.kind == odd.kind), "")
        return text[odd.at] == odd.kind and first == SIDED[odd.kind]
    if not BEGINS.match(text) or count(text) != 1:
        return False
    ends = [run.text for run in runs[number + 1 : number + 1 + NEAR] if unbalanced(run.text)]
    return bool(ends and ENDS.search(ends[0]) and not BEGINS.match(ends[0]))


def _slip(runs: Sequence[Run], number: int) -> bool:
    """Whether the source's mark stands for an apostrophe, or closes what no passage before it opened."""
    source = runs[number].source
    marks = list(MARK.finditer(source))
    if len(marks) != 1:
        return False
    if APOSTROPHE.match(source, marks[0].start()):
        return True
    before = [run.source for run in runs[max(0, number - OPEN) : number] if not APOSTROPHE.search(run.source)]
    odd = [text for text in before if unbalanced(text)]
    return _closes(source) and len(before) > 0 and (not odd or _closes(odd[-1]))


def _closes(text: str) -> bool:
    """Whether the last mark of a text closes a quotation."""
    at = max((match.start() for match in MARK.finditer(text)), default=0)
    return at > 0 and text[at] in CLOSERS and not text[at - 1].isspace() and text[at - 1] not in "(（"


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
        Pass(
            Dossier(
                language="vi",
                source_language="zh-Hans",
                body=(
                    Block('"Chúng tôi chờ ở bến.', "a", source="“我们在码头等着。”"),
                    Block('Rồi nó mở cửa."', "b", source="然后门开了。”"),
                ),
            )
        ),
        Pass(_pair('He spoke of the sailors" wages.', "Ông nói về tiền công của ngư dân.")),
        Pass(
            Dossier(
                language="vi",
                source_language="en",
                body=(
                    Block("Bến tàu mở cửa hôm thứ Hai.", "a", source="The pier opened on Monday."),
                    Block("Đài cho biết trời sẽ mưa.", "b", source='Rain is due," the station said.'),
                ),
            )
        ),
        Pass(_pair("They call it the 'old' pier of O'Hara.", "他们称之为O'Hara的‘老’码头。", "zh-Hans")),
        Find(_pair('"We waited.', "Chúng tôi chờ."), reason="gone", quote="Chúng tôi chờ."),
        Find(_pair('"We waited," she said.', "“Chúng tôi chờ, bà nói."), reason="odd", quote="“"),
        Find(_pair('"We waited," she said.', "「待ちました、と彼女は言った。", "ja"), reason="odd", quote="「"),
    ),
)
