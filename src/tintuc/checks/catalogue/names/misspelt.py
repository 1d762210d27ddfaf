"""Is a name spelt as in the source?

A word with a capital that the source does not have, one or two letters away from one that the source has and the
translation lacks.

Known limits: a name whose spelling stands in no other script of the passage; endings that languages put on names are
passed over, and so are slips in a name's last two letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass
from tintuc.text.languages import facts

NAME = re.compile(r"(?<![A-Za-z\u00c0-\u024f])[A-Z][A-Za-z\u00c0-\u024f]{4,}")
#: Letters of a name in which two may differ; in a shorter one, one.
LONG = 8
#: Languages in Latin letters that keep foreign names as they are. The others have forms of their own (Rusia, Brasilien):
#: there a name counts only beside another that both texts have.
KEEPING = frozenset({"vi", "en"})
#: Letters that one language writes for another's.
ADAPTED = (("ph", "f"), ("th", "t"), ("qu", "k"), ("c", "k"), ("z", "s"), ("y", "i"), ("w", "v"))
#: Letters that are no letter with a mark to Unicode.
STROKES = str.maketrans("øđłı", "odli")
#: Names of a passage that are compared; more is no prose.
MOST = 300


def find(dossier: Dossier) -> Iterator[Finding]:
    """Look for near-misses of the source's names."""
    adapting = any(_adapts(language) for language in (dossier.language, dossier.source_language))
    for run in dossier.pairs:
        theirs = set(NAME.findall(run.source))
        if not theirs:
            continue
        ours = list(NAME.finditer(run.text))
        gone = sorted(theirs - {match[0] for match in ours})
        if not gone or not ours or max(len(gone), len(ours)) > MOST:
            continue
        folded: set[str] = set()
        for match in ours:
            if match[0] in theirs or not match[0].isascii():
                continue
            folded = folded or {_folded(name) for name in theirs} | set(_folded(run.source).split())
            if _folded(match[0]) in folded:
                continue
            alike = process.extract_iter(match[0], gone, scorer=OSA.distance, score_cutoff=2)
            near = next((name for name, _, _ in alike if _near(name, match[0])), None)
            if near and not (adapting and (_adapted(near, match[0]) or not _beside_known(run.text, match, theirs))):
                yield Finding("misspelt", run.place(*match.span()), match[0], {"was": near, "is": match[0]})


def _adapts(language: str) -> bool:
    known = facts(language)
    return bool(known and "Latin" in known.scripts) and language.split("-")[0] not in KEEPING


def _adapted(one: str, other: str) -> bool:
    """Whether two forms differ as a word does from one language to the next: Vienna, Viena; Inspector, Inspektur."""
    return _bare(one) == _bare(other)


def _bare(name: str) -> str:
    low = _folded(name)
    for letters, plain in ADAPTED:
        low = low.replace(letters, plain)
    return re.sub(r"(.)\1", r"\1", re.sub(r"[aeiou]", "", low[2:]))


def _folded(text: str) -> str:
    """In small letters without accents: many papers write Francois and Aguero."""
    if text.isascii():
        return text.lower()
    plain = "".join(char for char in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(char))
    return plain.translate(STROKES)


def _beside_known(text: str, match: re.Match[str], theirs: set[str]) -> bool:
    """Whether the word before or behind is a name of the source: Maki Kobayachi."""
    before = re.search(r"(\w+) $", text[max(0, match.start() - 40) : match.start()])
    after = re.match(r" (\w+)", text[match.end() : match.end() + 40])
    return bool((before and before[1] in theirs) or (after and after[1] in theirs))


def _near(one: str, other: str) -> bool:
    if one.startswith(other) or other.startswith(one) or one[:-2] == other[:-2] or one[:-1] == other[:-2]:
        return False
    return 0 < OSA.distance(one, other) <= (2 if min(len(one), len(other)) >= LONG else 1)


def _pair(source: str, text: str, language: str = "vi", source_language: str = "en") -> Dossier:
    return Dossier(language=language, source_language=source_language, body=(Block(text, source=source),))


CHECK = Check(
    id="names.misspelt",
    title="Name not spelt as in the source",
    level=Level.QUERY,
    says={"misspelt": "The source spells it “%(was)s”, this “%(is)s”."},
    why="Whoever is named wrongly is wronged, and cannot be found.",
    fix="Compare letter by letter with the source.",
    since="0.1",
    find=find,
    needs=frozenset({"pairs"}),
    examples=(
        Pass(_pair("The Oritas met Marlowe.", "Gia đình Orita gặp Marlowe.")),
        Pass(_pair("Habló Agüero en Singapur.", "Aguero spoke in Singapore.", "en", "es")),
        Pass(_pair("Russian Kovalenko spoke.", "Kovalenko người Nga nói với Russia.")),
        Pass(_pair("Talks with Russia began.", "Empiezan las conversaciones con Rusiia.".replace("ii", "i"), "es")),
        Find(_pair("Maki Kobayashi spoke.", "Bà Maki Kobayachi phát biểu."), reason="misspelt", quote="Kobayachi"),
        Find(
            _pair(
                "Brenda Marlowe spoke.",
                "马洛（Brenda Marlowa）、布伦达（Berndan）。".replace("Marlowa", "Merlowe"),
                "zh-Hans",
            ),
            reason="misspelt",
            quote="Merlowe",
        ),
    ),
)
