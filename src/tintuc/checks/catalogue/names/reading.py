"""Can the Latin spelling beside a Chinese name be read from its characters?

Asks not for the usual reading but for any possible one, in either order of family and given name.

Known limits: looks where the spelling stands in brackets behind the name; spellings that are no pinyin (Hong Kong,
Taiwan, Singapore, chosen names) are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass
from tintuc.text.readings import is_pinyin, spellings

GLOSSED = re.compile(r"([\u4e00-\u9fff]{2,12})\s?[（(]([A-Z][a-zü]+(?:[ -][A-Z]?[a-zü]+){1,3})[）)]")


def find(dossier: Dossier) -> Iterator[Finding]:
    """Look at every name with its spelling behind it."""
    for run in dossier.runs:
        for match in GLOSSED.finditer(run.text) if "(" in run.text or "（" in run.text else ():
            words = match[2].replace("ü", "u").replace("-", " ").split()
            if not all(is_pinyin(word) for word in words):
                continue
            joined = {"".join(words).lower(), "".join([*words[1:], words[0]]).lower()}
            before = match[1]
            possible = [before[-size:] for size in (2, 3, 4) if len(before) >= size]
            if any(joined & spellings(name) for name in possible):
                continue
            if not _same_syllables(words, possible):
                continue
            values = {"name": before[-3:], "spelling": match[2]}
            yield Finding("no-reading", run.place(match.start(2), match.end(2)), match[2], values)


def _same_syllables(words: list[str], possible: list[str]) -> bool:
    """Whether all but one syllable fits: a stranger's name behind other words is not meant."""
    joined = "".join(words).lower()
    for name in possible:
        for spelt in spellings(name):
            if abs(len(spelt) - len(joined)) <= 2 and spelt[:2] == joined[:2]:
                return True
    return False


def _dossier(text: str) -> Dossier:
    return Dossier(language="zh-Hans", body=(Block(text),))


CHECK = Check(
    id="names.reading",
    title="Spelling that the characters cannot have",
    level=Level.QUERY,
    says={"no-reading": "“%(spelling)s” is no possible reading of the name before it (… %(name)s)."},
    why="Either the characters or the spelling name somebody else.",
    fix="Look the name up in the source, and mend whichever is wrong.",
    since="0.1",
    find=find,
    needs=frozenset({"runs"}),
    languages=frozenset({"zh-Hans", "zh-Hant"}),
    examples=(
        Pass(_dossier("发言人林剑（Lin Jian）说，单田芳（Shan Tianfang）也来了。")),
        Pass(_dossier("港商李家豪（Lee Kar-ho）出席，约翰（John Smith）没有来。")),
        Pass(_dossier("他叫真纪林（Lin Zhenji）。")),
        Find(_dossier("发言人林剑（Lin Jiang）说码头已启用。"), reason="no-reading", quote="Lin Jiang"),
    ),
)
