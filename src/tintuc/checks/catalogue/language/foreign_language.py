"""Is every paragraph in the edition's own language, where the script does not tell?

Two signs are asked for: the language the letters are most like, and the frequent words that one language has and the
other has not. Names of people and places count for neither.

Known limits: lines of fewer than four words in small letters.
"""

from __future__ import annotations

from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass
from tintuc.text.identify import base_of, language_of
from tintuc.text.languages import facts, having
from tintuc.text.words import as_written

#: Characters. Shorter paragraphs are asked about, for a title or a line of a song may stand alone.
LONG = 60
#: Different words in small letters that a paragraph must have; that one without a frequent word of the other language
#: must have; and that a long one of neither language's frequent words must have.
LEAST, LEAST_UNKNOWN, LEAST_LONG = 3, 8, 5

#: Characters from which the letters of a text tell even a sister language; and what share of its words may be frequent
#: in the article's own, one in so many: of a shorter text, and from there on.
SURE, STRANGER, SISTER = 110, 6, 3


def find(dossier: Dossier) -> Iterator[Finding]:
    """Look at every run of words that is not marked as another language's."""
    for run in dossier.runs:
        if run.language or run.part == "speaker":
            continue
        other = foreign(run.text, dossier.language)
        if other:
            level = Level.HOLD if len(run.text) >= LONG else Level.QUERY
            values = {"language": other, "own": dossier.language}
            yield Finding("another-language", run.place(), run.text, values, level)


def foreign(text: str, language: str) -> str:
    """The language the text is in, if it is not its own and both signs say so; else empty."""
    own = facts(language)
    found = as_written(text)
    low_words = [word for word in found if word.islower()]
    small = len(set(low_words))
    if own is None or small < LEAST or len(low_words) * 5 < len(found) * 2:
        return ""
    code = language_of(text)
    if not code or code == base_of(language):
        return ""
    other = facts(code)
    theirs = other.frequent if other else frozenset[str]()
    low = [word.lower() for word in found]
    mine = sum(word in own.frequent and word not in theirs for word in low)
    hits = sum(word in theirs and word not in own.frequent for word in low)
    enough = LEAST_LONG if len(text) >= LONG and not mine else LEAST_UNKNOWN
    if theirs:
        return code if hits >= (1 if len(text) >= LONG else 2) * mine and (hits or small >= enough) else ""
    if len(text) >= LONG and small >= LEAST_LONG:
        return code if mine * (SISTER if len(text) >= SURE else STRANGER) <= len(low) else ""
    return code if not mine and small >= LEAST_UNKNOWN else ""


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
    level=Level.HOLD,
    says={"another-language": "This paragraph reads as %(language)s, not as %(own)s."},
    why="A paragraph left in another language was not translated, or comes from elsewhere.",
    fix="Translate the paragraph, or take it out; if it is a quotation, make it a quote block and name its language.",
    since="0.1",
    find=find,
    needs=frozenset({"runs"}),
    languages=having("frequent"),
    examples=(
        Pass(Dossier(language="en", body=(Block(ENGLISH),))),
        Pass(Dossier(language="fr", body=(Block(FRENCH),))),
        Pass(Dossier(language="en", body=(Block(FRENCH, language="fr"),))),
        Pass(Dossier(language="vi", headline="Manchester United thắng Real Madrid")),
        Find(Dossier(language="en", body=(Block(FRENCH),)), reason="another-language", quote=FRENCH),
        Find(Dossier(language="vi", body=(Block(ENGLISH),)), reason="another-language", quote=ENGLISH),
        Find(
            Dossier(language="vi", headline="The pier is open and the town is glad"),
            reason="another-language",
            quote="The pier is open and the town is glad",
        ),
    ),
)
