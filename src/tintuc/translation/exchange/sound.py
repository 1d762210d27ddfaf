"""Whether words that came in a file may be stored as the translation of a passage, alone and beside its source."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from tintuc.stories.blocks import rows_of
from tintuc.stories.passages import Passage
from tintuc.text.normal import normal
from tintuc.translation.exchange.bounds import CONTROL, fold
from tintuc.translation.exchange.codes import BrokenCodes, Code, bare, check
from tintuc.translation.exchange.plan import REFUSE, Line
from tintuc.translation.exchange.sheet import Row, is_rich, is_table, room_of

#: Places that may rightly read the same in both languages.
NAMES = frozenset({("turn", "speaker"), ("quote", "attribution"), ("picture", "credit"), ("dateline", "")})
#: A translation longer than this many times its source and then some is not one: English from Chinese has five times
#: the characters, a headline may double.
LONGEST_TIMES, LONGEST_MORE = 8, 400
ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
#: Languages that put no space between words, so that a line break in a paragraph is nothing.
UNSPACED = frozenset({"zh-Hans", "zh-Hant", "ja", "th"})


def cleaned(flat: str, passage: Passage, language: str) -> str:
    """The words as they would be stored: composed letters, no control characters, lines only where lines are."""
    text = normal("NFC", CONTROL.sub("", flat.replace("\r\n", "\n").replace("\r", "\n"))).strip()
    if is_table(passage):
        return "\n".join(" | ".join(cell for cell in row) for row in rows_of(text))
    if passage.kind in {"quote", "correction", "standfirst"}:
        return text
    between = "" if language in UNSPACED else " "
    return between.join(line.strip() for line in text.split("\n") if line.strip())


def is_sound(line: Line, row: Row, passage: Passage, flat: str, codes: tuple[Code, ...], *, fuzzy: bool) -> bool:
    """Whether these words may be taken for a passage of the source, given flat with its codes.

    Every reason against it is told to the line. ``fuzzy``: a file that calls a unit undone means that it is.
    """
    words, source = bare(line.after), bare(flat)
    _tell_codes(line, row, codes if is_rich(passage) else ())
    if _equals(words, source, passage):
        line.refuse(
            "equal",
            _("The translation equals its source. Where that is right, write it into the article yourself."),
        )
    _tell_markup(line, words, source)
    _tell_size(line, words, source, passage)
    if is_table(passage) and _shape(words) != _shape(source):
        line.refuse("shape", _("The table has other rows or cells than its source."))
    if row.gap or (is_table(passage) and _holes(words, source)):
        line.refuse("gap", _("Part of this passage has no translation."))
    if fuzzy and not row.finished:
        line.refuse("fuzzy", _("The file marks this translation as fuzzy: it is not done."))
    elif not row.finished:
        line.tell("unfinished", _("The file calls this passage untranslated, and has new words for it."))
    return line.verdict != REFUSE


def _tell_codes(line: Line, row: Row, codes: tuple[Code, ...]) -> None:
    if row.broken:
        line.refuse("codes", _("There are codes in the text that did not go out: %(codes)s.") % {"codes": row.broken})
    try:
        gone = check(line.after, codes)
    except BrokenCodes as error:
        line.refuse("codes", _("A code in the text is missing, doubled or misplaced: %(code)s.") % {"code": error})
    else:
        if gone:
            line.tell("codes-gone", _("The translation does without %(codes)s.") % {"codes": ", ".join(gone)})


def _tell_markup(line: Line, words: str, source: str) -> None:
    for pattern, code, says in (
        (ENTITY, "entity", _("The text holds %(found)s, which readers would see as it stands.")),
        (MARKUP, "markup", _("The text holds a tag, %(found)s, which readers would see as it stands.")),
    ):
        found = next((one[0] for one in pattern.finditer(words) if one[0] not in source), "")
        if found:
            line.refuse(code, says % {"found": found[:60]})


def _tell_size(line: Line, words: str, source: str, passage: Passage) -> None:
    most = room_of(passage.kind, passage.part)
    if most and len(words) > most:
        line.refuse(
            "oversize",
            _("%(count)s characters; the place has room for %(most)s.") % {"count": len(words), "most": most},
        )
    elif len(words) > LONGEST_TIMES * len(source) + LONGEST_MORE:
        line.refuse("oversize", _("%(count)s characters are too many for this source.") % {"count": len(words)})


def _equals(words: str, source: str, passage: Passage) -> bool:
    if (passage.kind, passage.part) in NAMES:
        return False
    if is_table(passage):
        pairs = [
            (cell, other)
            for row, others in zip(rows_of(words), rows_of(source), strict=False)
            for cell, other in zip(row, others, strict=False)
            if any(letter.isalpha() for letter in other)
        ]
        return bool(pairs) and all(fold(cell) == fold(other) for cell, other in pairs)
    return any(letter.isalpha() for letter in source) and fold(words) == fold(source)


def _shape(cells: str) -> list[int]:
    return [len(row) for row in rows_of(cells)]


def _holes(words: str, source: str) -> bool:
    return any(
        other and not cell
        for row, others in zip(rows_of(words), rows_of(source), strict=False)
        for cell, other in zip(row, others, strict=False)
    )
