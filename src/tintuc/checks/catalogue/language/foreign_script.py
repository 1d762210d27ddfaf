"""Is every paragraph in the edition's own writing system?

A paragraph left in the source language is the plainest sign that nobody read the translation. Names, glosses in
brackets and marked quotes may be foreign; a paragraph may not.

Known limits: two languages that share a script pass here; ``language.foreign-language`` is for those.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass, Place
from tintuc.text.addresses import may_hold
from tintuc.text.languages import facts, known
from tintuc.text.scripts import script_counts

#: Letters. Of thresholds tried on 994 clean articles, 20 letters and half of them foreign found 98.5 % of inserted
#: paragraphs; the few false alarms were quoted posts, which an editor marks as quotes.
LEAST = 20
MOST = 0.5
#: A letter of these scripts says as much as several of an alphabet. Under the least, a paragraph of them is asked about.
DENSE = {"Han": 2.5, "Kana": 1.5, "Hangul": 2.0}
ASKED = 10
#: Letters of a script that no text of the language holds, such as kana in Chinese, in a paragraph that is not its own.
ALIEN = 8
#: A word with a capital or a figure in it: a name or an abbreviation, which other scripts leave as it is.
NAME = re.compile(r"\b\w*[A-Z0-9\u00c0-\u00de]\w*(?:['’]\w+)?", re.ASCII)
ADDRESS = re.compile(r"[@#][\w.]+|https?://\S+|www\.\S+")
GLOSS = re.compile(r"[(（][^()（）]{0,80}[)）]")


def find(dossier: Dossier) -> Iterator[Finding]:
    """Look at every block that is not marked as another language's."""
    language = facts(dossier.language)
    if language is None:
        return
    for block in dossier.body:
        if block.language or block.part == "speaker":
            continue
        counts = script_counts(_without_names(block.text, language.scripts))
        letters = sum(counts.values())
        foreign = {script: count for script, count in counts.items() if script not in language.scripts}
        weight = sum(count * DENSE.get(script, 1.0) for script, count in counts.items())
        foreign_weight = sum(count * DENSE.get(script, 1.0) for script, count in foreign.items())
        if foreign_weight >= LEAST and sum(foreign.values()) >= ASKED and foreign_weight > MOST * weight:
            script = max(foreign, key=foreign.__getitem__)
            level = Level.HOLD if sum(foreign.values()) >= LEAST else Level.QUERY
            values = {"share": f"{foreign[script] / letters:.0%}", "script": script}
            yield _finding(block, "left-in-source", values, level)
        elif alien := next((script for script, share in language.alien if _is_alien(script, share, counts)), ""):
            values = {"share": f"{counts[alien] / letters:.0%}", "script": alien}
            yield _finding(block, "left-in-source", values)
        elif letters >= LEAST and language.needs and language.needs not in counts:
            script = max(counts, key=counts.__getitem__)
            yield _finding(block, "not-its-script", {"script": script, "needed": language.needs})


def _is_alien(script: str, share: float, counts: dict[str, int]) -> bool:
    return counts.get(script, 0) >= ALIEN and counts[script] > share * sum(counts.values())


def _without_names(text: str, own: frozenset[str]) -> str:
    """The text without glosses and, where the language is not written in Latin letters, without Latin names."""
    text = GLOSS.sub("", text)
    if may_hold(text):
        text = ADDRESS.sub("", text)
    return text if "Latin" in own else NAME.sub("", text)


def _finding(block: Block, reason: str, values: dict[str, str], level: Level = Level.HOLD) -> Finding:
    place = Place("body", block.id, 0, len(block.text), block.part)
    return Finding(reason, place, block.text, values, level)


CHECK = Check(
    id="language.foreign-script",
    title="Paragraph left in another script",
    level=Level.HOLD,
    says={
        "left-in-source": "%(share)s of this paragraph is in %(script)s script.",
        "not-its-script": "This paragraph is all in %(script)s script, without a letter of %(needed)s.",
    },
    why="Readers cannot read it, and it shows that nobody did.",
    fix="Translate the paragraph, or take it out; if it is a quotation, make it a quote block and name its language.",
    since="0.1",
    find=find,
    needs=frozenset({"body"}),
    languages=known(),
    examples=(
        Pass(Dossier(language="vi", body=(Block("Bà Tanaka Yui (田中結衣) dự lễ khai trương bến tàu mới ở cảng."),))),
        Pass(Dossier(language="vi", body=(Block("12/7/2024."),))),
        Pass(Dossier(language="ja", body=(Block("港の新しい桟橋が月曜日に完成し、島への所要時間が短くなった。"),))),
        Pass(
            Dossier(
                language="en",
                body=(Block("海内存知己，天涯若比邻。与君离别意，同是宦游人。一片冰心。", language="zh-Hans"),),
            )
        ),
        Find(
            Dossier(
                language="vi",
                body=(Block("Câu đầu."), Block("码头工程历时两年，耗资不菲，昨天终于全部完工并启用。", "b")),
            ),
            reason="left-in-source",
            quote="码头工程历时两年，耗资不菲，昨天终于全部完工并启用。",
        ),
        Find(
            Dossier(language="zh-Hans", body=(Block("The pier opened on Monday after two years."),)),
            reason="left-in-source",
            quote="The pier opened on Monday after two years.",
        ),
        Find(
            Dossier(language="ja", body=(Block("码头工程历时两年，耗资不菲，昨天终于全部完工并启用。"),)),
            reason="not-its-script",
            quote="码头工程历时两年，耗资不菲，昨天终于全部完工并启用。",
        ),
    ),
)
