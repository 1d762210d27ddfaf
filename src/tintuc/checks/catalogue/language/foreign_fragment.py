"""Is part of a passage left in another language?

Looks for a run of another script, and for words of another language in a row: in a script that is not Latin, four words
of which most have small letters; in Latin script, words that stand so in the source, or frequent words of another
language. Glosses in brackets, addresses and names are left out.

Known limits: a clause that is left in a sister language without frequent words passes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass, Run
from tintuc.text.addresses import without_addresses
from tintuc.text.languages import facts, having, known
from tintuc.text.scripts import LETTERS, script_counts
from tintuc.text.words import WORD, as_written

#: Letters of another script in a row that are asked about, and that hold: of scripts that write a syllable or word with
#: one letter, and of the rest.
CLOSED = frozenset({"Han", "Kana", "Hangul"})
ASKED, HELD = {True: 4, False: 10}, {True: 8, False: 24}
#: Words in a row: of Latin words in another script; taken over from the source; with two frequent words of another
#: language.
LATIN, TAKEN = 4, 4
#: Of those words: in small letters and not frequent in the article's language; different and frequent in another one.
SMALL, STRANGE = 3, 2
#: Words of a row that holds.
LONG = 6
GLOSS = re.compile(r"[(（\[【][^()（）\[\]【】]{0,120}[)）\]】]")
ROW = re.compile(
    r"(?<![\w'’.-])[A-Za-z\u00c0-\u024f\u1e00-\u1eff][\w'’.-]*(?:[ \u00a0,;:]+[A-Za-z\u00c0-\u024f\u1e00-\u1eff][\w'’.-]*)+"
)


def find(dossier: Dossier) -> Iterator[Finding]:
    """Look at every run of words that is not wholly in another language."""
    language = facts(dossier.language)
    if language is None:
        return
    for run in dossier.runs:
        if run.language or run.part == "speaker":
            continue
        text = _blanked(run.text)
        yield from _other_script(run, text, language.scripts)
        if "Latin" in language.scripts:
            yield from _latin_in_latin(run, text, dossier)
        else:
            yield from _latin_in_other(run, text)


def _blanked(text: str) -> str:
    text = GLOSS.sub(lambda match: "\u0000" * len(match[0]), text)
    return without_addresses(text, "\u0000")


def _other_script(run: Run, text: str, own: frozenset[str]) -> Iterator[Finding]:
    counts = script_counts(text)
    letters = sum(counts.values())
    for script, count in counts.items():
        if script in own or script == "Latin" or count < ASKED[script in CLOSED] or count * 2 > letters >= 20:
            continue
        for match in _stretch(script).finditer(text):
            length = script_counts(match[0]).get(script, 0)
            if length >= ASKED[script in CLOSED]:
                level = Level.HOLD if length >= HELD[script in CLOSED] else Level.QUERY
                quote = run.text[match.start() : match.end()]
                yield Finding("other-script", run.place(*match.span()), quote, {"script": script}, level)


@cache
def _stretch(script: str) -> re.Pattern[str]:
    """Letters of a script with at most a few other characters between."""
    letters = LETTERS[script]
    return re.compile(
        f"[{letters}](?:[{letters}]|[^{letters}A-Za-z\u00c0-\u024f\u1e00-\u1eff\u0000]{{1,3}}(?=[{letters}]))*"
    )


def _latin_in_other(run: Run, text: str) -> Iterator[Finding]:
    for match in ROW.finditer(text):
        row = match[0].split()
        small = sum(word.islower() and len(word) > 1 for word in row)
        if len(row) >= LATIN and small >= 3 and small * 2 >= len(row):
            yield _left(run, *match.span(), Level.HOLD)


def _latin_in_latin(run: Run, text: str, dossier: Dossier) -> Iterator[Finding]:
    row = as_written(text)
    elsewhere = _frequent_elsewhere(dossier.language)
    beside = set(as_written(run.source)) if run.source and run.state != "untranslated" else set[str]()
    several = not elsewhere.isdisjoint(row) and len([word for word in row if word in elsewhere]) >= STRANGE
    if not several and (not beside or len([word for word in row if word in beside and word.islower()]) < SMALL):
        return
    strange = [word in elsewhere for word in row]
    found = [(match[0], match.start(), match.end()) for match in WORD.finditer(text)]
    own = facts(dossier.language)
    mine = own.frequent if own else frozenset[str]()
    taken = _rows(run.source) if run.source and run.state != "untranslated" else frozenset[tuple[str, ...]]()
    small = [word.islower() and word not in mine for word in row]
    begun: int | None = None
    for number in range(len(row) - TAKEN + 1):
        window = slice(number, number + TAKEN)
        if sum(small[window]) < SMALL:
            is_left = False
        elif sum(strange[window]) >= STRANGE and len(elsewhere.intersection(row[window])) >= STRANGE:
            is_left = True
        else:
            is_left = bool(taken) and tuple(row[window]) in taken
        if is_left:
            begun = number if begun is None else begun
            end = number + TAKEN
        elif begun is not None and number >= end:
            yield _row(run, found[begun:end], dossier.language)
            begun = None
    if begun is not None and (begun > 0 or end < len(found)):
        yield _row(run, found[begun:end], dossier.language)


def _row(run: Run, row: list[tuple[str, int, int]], language: str) -> Finding:
    """The finding for a row of words, without names and words of the article's language at its ends."""
    own = facts(language)
    mine = own.frequent if own else frozenset[str]()
    sure = _frequent_elsewhere(language).union(WORD.findall(run.source))
    while len(row) > 1 and not (row[0][0].islower() and row[0][0] in sure):
        row = row[1:]
    while len(row) > 1 and (not row[-1][0].islower() or row[-1][0] in mine):
        row = row[:-1]
    return _left(run, row[0][1], row[-1][2], Level.HOLD if len(row) >= LONG else Level.QUERY)


@cache
def _frequent_elsewhere(language: str) -> frozenset[str]:
    """Frequent words of other languages, of three letters or more, that are no syllable of a language of syllables."""
    own = facts(language)
    others = {
        word for code in having("frequent") if (rest := facts(code)) and rest is not own for word in rest.frequent
    }
    return frozenset(word for word in others if len(word) > 2 and not (own and word in own.frequent))


def _rows(source: str) -> frozenset[tuple[str, ...]]:
    found = WORD.findall(source)
    return frozenset(tuple(found[n : n + TAKEN]) for n in range(len(found) - TAKEN + 1))


def _left(run: Run, start: int, end: int, level: Level) -> Finding:
    return Finding("left-over", run.place(start, end), run.text[start:end], {}, level)


HALF = "Bến phà mới mở cửa hôm thứ Hai and the crossing now takes twelve minutes."

CHECK = Check(
    id="language.foreign-fragment",
    title="Part of a passage in another language",
    level=Level.HOLD,
    says={
        "other-script": "This stretch is in %(script)s script.",
        "left-over": "These words stand in another language.",
    },
    why="Readers lose the thread, and it shows that nobody read it.",
    fix="Translate the words, or take them out; put a name's own form in brackets after it.",
    since="0.1",
    find=find,
    needs=frozenset({"runs"}),
    languages=known(),
    examples=(
        Pass(
            Dossier(language="vi", body=(Block("Bà Orita Maki (折田真紀) nói với tờ The Harbour Post of the North."),))
        ),
        Pass(Dossier(language="ja", body=(Block("彼はThe Harbour Postの記者に語った。"),))),
        Pass(Dossier(language="zh-Hans", body=(Block("详见 https://news.example/of-the-sea 的报道。"),))),
        Find(
            Dossier(
                language="vi",
                source_language="en",
                body=(Block(HALF, source="The pier opened on Monday and the crossing now takes twelve minutes."),),
            ),
            reason="left-over",
            quote="and the crossing now takes twelve minutes",
        ),
        Find(
            Dossier(language="zh-Hans", body=(Block("新码头周一启用，and the crossing now takes twelve minutes."),)),
            reason="left-over",
            quote="and the crossing now takes twelve minutes.",
        ),
        Find(
            Dossier(
                language="vi",
                body=(Block("Bến phà mới mở cửa hôm thứ Hai, 渡海时间缩短到十二分钟, người dân rất vui mừng."),),
            ),
            reason="other-script",
            quote="渡海时间缩短到十二分钟",
        ),
    ),
)
