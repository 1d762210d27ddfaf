"""gettext's PO, out and in.

``msgctxt`` is the passage's key: block id and part. Digests stand in comments, codes in the text as ``<1>…</1>``. A
stale translation goes out fuzzy, with the words it was made from as previous source; what comes back fuzzy is not done.
"""

from __future__ import annotations

import re

import polib
from django.utils.translation import gettext as _

from tintuc.translation.exchange.bounds import CONTROL, MOST_LINES, MOST_ROWS, FileRefused, text_of
from tintuc.translation.exchange.sheet import DONE, INITIAL, Row, Sheet, ident
from tintuc.translation.hints import Hint

SUFFIX = ".po"
LOOKS = re.compile(r"^msgid[ \t]+\"", re.M)
DIGEST = re.compile(r"^(source|target): ?([0-9a-f]{64}|none)$", re.M)


def write(sheet: Sheet) -> bytes:
    """The sheet as a PO file in UTF-8."""
    file = polib.POFile(wrapwidth=0)
    file.metadata = {
        "Project-Id-Version": f"story-{sheet.story}",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": sheet.language,
        "X-Source-Language": sheet.source_language,
        "X-Tintuc-Story": str(sheet.story),
        "X-Tintuc-Article": str(sheet.article),
        "X-Tintuc-Source-Revision": str(sheet.source_revision or ""),
        "X-Tintuc-Target-Revision": str(sheet.revision or ""),
    }
    for row in sheet.rows:
        codes = [f"<{code.number}> is {code.start}" for code in row.codes]
        digests = [f"source: {row.source_digest}", f"target: {row.target_digest or 'none'}"]
        comments = [f"comment: {text}" for text in row.comments]
        notes = [*row.notes, *codes, *map(_term, row.hints), *comments, *digests]
        file.append(
            polib.POEntry(
                msgctxt=row.key,
                msgid=row.source,
                msgstr=row.target,
                comment=CONTROL.sub("", "\n".join(" ".join(note.split()) for note in notes)),
                flags=["fuzzy"] if row.stale else [],
                previous_msgid=row.earlier or None,
            )
        )
    return f"{file}\n".encode("utf-8", "surrogatepass")


def _term(hint: Hint) -> str:
    forms = " / ".join(hint.forms)
    about = [hint.note, *(f"not: {form}" for form in hint.forbidden)]
    said = "; ".join(part for part in about if part)
    return f"term: {hint.source[0]}{f' = {forms}' if forms else ''}{f' ({said})' if said else ''}"


def read(raw: bytes) -> Sheet:
    """What a PO file says. Raises :class:`FileRefused`."""
    text = text_of(raw)
    _bounded(text)
    try:
        # The line break keeps polib from taking the text for the name of a file.
        file = polib.pofile(text + "\n", check_for_duplicates=False)
    except (OSError, ValueError, IndexError, KeyError, UnicodeError) as error:
        raise FileRefused(_("The file is damaged: it is no sound PO. %(why)s") % {"why": str(error)[:200]}) from error
    entries = [entry for entry in file if not entry.obsolete]
    if not entries:
        raise FileRefused(_("The file holds no message."))
    about = file.metadata
    return Sheet(
        (about.get("X-Source-Language") or "").replace("_", "-"),
        (about.get("Language") or "").replace("_", "-"),
        tuple(_row(entry) for entry in entries if entry.msgctxt and not entry.msgid_plural),
        _number(about.get("X-Tintuc-Article")),
        _number(about.get("X-Tintuc-Story")),
        _number(about.get("X-Tintuc-Source-Revision")),
        _number(about.get("X-Tintuc-Target-Revision")),
        strangers=tuple(entry.msgid[:80] for entry in entries if not entry.msgctxt or entry.msgid_plural),
    )


def _row(entry: polib.POEntry) -> Row:
    digests = dict(DIGEST.findall(entry.comment or ""))
    return Row(
        ident(entry.msgctxt),
        entry.msgid,
        entry.msgstr,
        INITIAL if entry.fuzzy or not entry.msgstr.strip() else DONE,
        source_digest=digests.get("source", "").replace("none", ""),
        target_digest=digests.get("target", "").replace("none", ""),
        finished=not entry.fuzzy,
        marked="target" in digests,
        said=(entry.tcomment.strip(),) if entry.tcomment.strip() else (),
    )


def _number(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"[0-9]{1,18}", text) else None


def _bounded(text: str) -> None:
    """Refuse what would take polib long: many messages, or one of very many lines, written out or as ``\\n``."""
    run = messages = 0
    for line in text.splitlines():
        line = line.lstrip()
        run = (run + 1 if line.startswith(('"', "#")) else 0) + line.count("\\n")
        messages += line.startswith("msgid")
        if run > MOST_LINES or messages > MOST_ROWS + 1:
            raise FileRefused(_("The file is longer than any article's: nothing of it is read."))
