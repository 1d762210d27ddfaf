"""Does a word mix letters of two alphabets that look alike?

A Cyrillic "о" in a Latin word reads right and is another word to every search, checker and screen reader. Spammers use
it, and so do careless keyboards.

Known limits: a word wholly of look-alikes passes; Greek letters before a Latin one as in physics pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass

LATIN = "A-Za-z\u00c0-\u024f\u1e00-\u1eff"
OTHER = "\u0370-\u03ff\u0400-\u052f"
WORD = re.compile(f"[{LATIN}{OTHER}]+")
STRANGE, FAMILIAR = re.compile(f"[{OTHER}]"), re.compile(f"[{LATIN}]")
#: Look-alikes of a Latin letter (Unicode Technical Standard 39, confusables), and what each stands for.
ALIKE = dict(
    zip(
        "аеорсухіјѕһԁԛԝАВЕКМНОРСТУХІЅЈΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαριν",
        "aeopcyxijshdqwABEKMHOPCTYXISJABEZHIKMNOPTYXoapiv",
        strict=True,
    )
)
#: Greek letters that stand before or behind Latin ones in measures and formulas.
FORMULA = re.compile(r"^[μµΩΔαβγλσπ][a-zA-Z]{1,3}$|^[A-Za-z]{1,3}[αβγδλΩ]$")


def find(dossier: Dossier) -> Iterator[Finding]:
    """Look at every word."""
    for run in dossier.runs:
        if run.text.isascii() or not STRANGE.search(run.text):
            continue
        for match in WORD.finditer(run.text):
            word = match[0]
            strange = STRANGE.findall(word)
            if not strange or not FAMILIAR.search(word) or FORMULA.match(word):
                continue
            repaired = "".join(ALIKE.get(char, char) for char in word)
            mended = repaired if not STRANGE.search(repaired) else None
            codes = ", ".join(f"U+{ord(char):04X}" for char in dict.fromkeys(strange))
            values = {"word": word, "codes": codes}
            yield Finding("mixed", run.place(*match.span()), word, values, replacement=mended)


CHECK = Check(
    id="characters.mixed-script",
    title="Word of two alphabets",
    level=Level.HOLD,
    says={"mixed": "“%(word)s” holds letters of two alphabets (%(codes)s)."},
    why="It reads right and is another word: nobody finds it, and it is how blocked words and addresses are disguised.",
    fix="Type the word anew.",
    since="0.1",
    find=find,
    needs=frozenset({"runs"}),
    examples=(
        Pass(Dossier(language="vi", body=(Block("Thuyền Победа về Đà Nẵng, mang 20 μg thuốc và α-amylase."),))),
        Find(Dossier(body=(Block("The hаrbour is open."),)), reason="mixed", quote="hаrbour"),
        Find(Dossier(language="ru", body=(Block("Пopт открыт."),)), reason="mixed", quote="Пopт"),
    ),
)
