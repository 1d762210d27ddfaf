"""How much of a file from outside is read, and what is not read at all."""

from __future__ import annotations

import codecs
import re

from django.utils.translation import gettext as _

from tintuc.text.normal import normal
from tintuc.translation.errors import TranslationRefused

#: Bytes. The longest article of the archive gives an XLIFF file of a quarter of this.
MOST_BYTES = 2 * 1024 * 1024
#: Rows. An article of 300 blocks has about 500.
MOST_ROWS = 5000
#: Lines of one string or comment of a PO file. polib joins them one by one, which takes the square of their
#: number: 2000 take some milliseconds, the lines of a whole file of quotes take hours.
MOST_LINES = 2000
BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
#: What XML and people's eyes do without.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class FileRefused(TranslationRefused):
    """Nothing of this file is taken in; the sentence says why."""


def text_of(raw: bytes) -> str:
    """The text of a file in UTF-8, or in UTF-16 with its mark. Raises :class:`FileRefused`."""
    if len(raw) > MOST_BYTES:
        raise FileRefused(
            _("The file has %(size)s bytes; more than %(most)s are not read.") % {"size": len(raw), "most": MOST_BYTES}
        )
    if not raw.strip():
        raise FileRefused(_("The file is empty."))
    encoding = "utf-8"
    for mark, name in BOMS:
        if raw.startswith(mark):
            raw, encoding = raw[len(mark) :], name
            break
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileRefused(_("The file is not text in UTF-8. Ask for it in that encoding.")) from error


def fold(text: str) -> str:
    """A text as two are held against each other: whatever its case, its widths and its spaces."""
    return " ".join(normal("NFKC", text).casefold().split())
