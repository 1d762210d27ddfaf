"""Is every paragraph in the edition's own language, where the script does not tell?

Counts the most frequent words of each language. Names of people and places do not matter to it.

Known limits: paragraphs under 120 characters, and languages without a table of frequent words.
"""

from __future__ import annotations

from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass, Place
from tintuc.text.languages import facts, having
from tintuc.text.words import words

#: Characters; shorter paragraphs hold too few frequent words to tell.
LEAST = 120
#: Frequent words of the other language, and how many times as many as of the own.
HITS = 6
TIMES = 4


def find(dossier: Dossier) -> Iterator[Finding]:
    """Compare each longer paragraph with every language that has a table."""
    own = facts(dossier.language)
    if own is None:
        return
    others = {code: rest for code in having("frequent") if (rest := facts(code)) and code != own.code}
    for block in dossier.body:
        if len(block.text) < LEAST or block.language:
            continue
        found = words(block.text)
        mine = sum(word in own.frequent for word in found)
        best, hits = max(
            ((code, sum(word in rest.frequent for word in found)) for code, rest in sorted(others.items())),
            key=lambda pair: pair[1],
        )
        if hits >= HITS and hits >= TIMES * max(mine, 1):
            place = Place("body", block.id, 0, len(block.text), block.part)
            yield Finding("another-language", place, block.text, {"language": best, "own": dossier.language})


FRENCH = (
    "Le nouveau quai du port a été ouvert lundi par la ville, et les habitants de l'île disent que la traversée est "
    "plus courte pour tous ceux qui la prennent dans la semaine."
)
ENGLISH = (
    "The new pier of the harbour was opened by the town on Monday, and people of the island said that the crossing is "
    "shorter for all of those who take it in the week."
)

CHECK = Check(
    id="language.foreign-language",
    title="Paragraph in another language",
    level=Level.QUERY,
    says={"another-language": "This paragraph reads as %(language)s, not as %(own)s."},
    why="A paragraph left in another language was not translated, or comes from elsewhere.",
    fix="Translate the paragraph, or take it out; if it is a quotation, make it a quote block and name its language.",
    since="0.1",
    base_rate="0 % of 180 real pages, 0 % of 310 translated ones; as a hold 0 % and 0 % (bench/checks.py).",
    find=find,
    needs=frozenset({"body"}),
    languages=having("frequent"),
    examples=(
        Pass(Dossier(language="en", body=(Block(ENGLISH),))),
        Pass(Dossier(language="fr", body=(Block(FRENCH),))),
        Find(Dossier(language="en", body=(Block(FRENCH),)), reason="another-language", quote=FRENCH),
        Find(Dossier(language="vi", body=(Block(ENGLISH),)), reason="another-language", quote=ENGLISH),
    ),
)
