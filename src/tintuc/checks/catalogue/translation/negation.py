"""Does the translation say no where the source says no?

A "not" that is lost turns a sentence round and reads well. Languages negate in so many ways that only the surest case is
looked at: one side has one short clause that negates outright, and the other holds nothing at all that could carry a no,
a lack, a refusal or a limit.

Known limits: most negations, for one segment in fifty is as short and sure as that; sentences of several clauses, questions, negations turned into opposites ("not open", "closed").
"""

from __future__ import annotations

from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass
from tintuc.text.negation import known, may_negate, surely_negates

KINDS = frozenset({"paragraph", "turn", "quote", "headline", "standfirst"})
#: Letters from which on a text says enough to be compared.
SHORTEST = 6


def find(dossier: Dossier) -> Iterator[Finding]:
    """Hold each text against its source, both ways."""
    for run in dossier.pairs:
        if run.kind not in KINDS or run.part not in {"", "text"} or min(len(run.source), len(run.text)) < SHORTEST:
            continue
        said, told = surely_negates(run.source, dossier.source_language), surely_negates(run.text, dossier.language)
        if said and not may_negate(run.text, dossier.language):
            yield Finding("lost", run.place(), run.text, {"word": said}, weak=True)
        elif told and not said and not may_negate(run.source, dossier.source_language):
            yield Finding("added", run.place(), run.text, {"word": told}, weak=True)


def _pair(source: str, text: str, language: str, source_language: str = "en") -> Dossier:
    return Dossier(language=language, source_language=source_language, body=(Block(text, "a", source=source),))


CHECK = Check(
    id="translation.negation",
    title="Negation lost or added",
    level=Level.NOTE,
    says={
        "lost": "The source says “%(word)s”, and the translation holds no word that negates.",
        "added": "The translation says “%(word)s”, and the source holds no word that negates.",
    },
    why="A lost “not” turns a sentence into its opposite, and nobody sees it in the translation alone.",
    fix="Compare with the source; if the translation says the same in another way, leave it.",
    since="0.1",
    find=find,
    needs=frozenset({"pairs"}),
    languages=known(),
    examples=(
        Pass(_pair("The pier did not open on Monday.", "لم يفتتح الرصيف يوم الاثنين.", "ar")),
        Pass(_pair("The pier did not open on Monday.", "ท่าเรือไม่ได้เปิดในวันจันทร์", "th")),
        Find(
            _pair("The pier did not open on Monday.", "افتتح الرصيف يوم الاثنين.", "ar"),
            reason="lost",
            quote="افتتح الرصيف يوم الاثنين.",
        ),
        Find(
            _pair("The pier did not open on Monday.", "ท่าเรือเปิดในวันจันทร์", "th"),
            reason="lost",
            quote="ท่าเรือเปิดในวันจันทร์",
        ),
        Pass(_pair("The pier was not opened on Monday.", "Bến tàu đã không mở cửa hôm thứ Hai.", "vi")),
        Pass(_pair("The town did not pay for the pier.", "Thị trấn từ chối trả tiền cho bến tàu.", "vi")),
        Pass(_pair("Not only the town is paying for it.", "Cả thị trấn đều trả tiền cho bến tàu.", "vi")),
        Pass(_pair("The pier was not opened, the town said.", "Thị trấn cho biết bến tàu đã mở.", "vi")),
        Find(
            _pair("The pier was not opened on Monday.", "Bến tàu đã mở cửa hôm thứ Hai.", "vi"),
            reason="lost",
            quote="Bến tàu đã mở cửa hôm thứ Hai.",
        ),
        Find(_pair("The town did not pay.", "镇政府付了钱。", "zh-Hans"), reason="lost", quote="镇政府付了钱。"),
        Find(
            _pair("镇政府没有付钱。", "The town paid for it.", "en", "zh-Hans"),
            reason="lost",
            quote="The town paid for it.",
        ),
        Find(
            _pair("The town paid for the pier.", "町は桟橋の費用を払わなかった。", "ja"),
            reason="added",
            quote="町は桟橋の費用を払わなかった。",
        ),
    ),
)
