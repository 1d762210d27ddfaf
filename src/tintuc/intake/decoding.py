"""Bytes into text, within bounds."""

from __future__ import annotations

import codecs
import re

from tintuc.intake.copy import Unreadable

#: Bytes. The largest real news pages have half of this.
MOST_BYTES = 2 * 1024 * 1024
#: Open elements at once. Real pages stay under 60, careless ones that close nothing reach some hundreds; the parser
#: itself cuts at 255, and what is written to take its time has tens of thousands.
DEEPEST = 2000
BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,40})", re.I)
#: Names that pages give and the encoding that really reads them.
WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252", "latin1": "cp1252", "ks_c_5601-1987": "cp949"}
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^>]*?(/?)>")
VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
#: Elements that browsers close themselves, so that a page full of open ones is not deep.
SELF_CLOSING = frozenset(["p", "li", "td", "tr", "th", "dt", "dd", "option", "thead", "tbody"])
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
#: All bytes, those of control characters as blanks.
BLANKED = bytes(32 if (code < 32 and code not in b"\t\n\r") or code == 127 else code for code in range(256))


def decoded(raw: bytes, declared: str | None = None) -> str:
    """The text of ``raw``, by byte-order mark, declaration, or as UTF-8. Raises :class:`Unreadable`."""
    if len(raw) > MOST_BYTES:
        raise Unreadable(f"The file has {len(raw):,} bytes; more than {MOST_BYTES:,} are not read.")
    if not raw.strip():
        raise Unreadable("The file is empty.")
    for name in _candidates(raw, declared):
        try:
            text = raw.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
        return cleaned(text)
    return cleaned(raw.decode("cp1252", "replace"))


def bounded(text: str) -> str:
    """Text that came inside another format, cleaned. Raises :class:`Unreadable` if it is too long or no text."""
    if len(text) > MOST_BYTES:
        raise Unreadable(f"The text has {len(text):,} characters; more than {MOST_BYTES:,} are not read.")
    return cleaned(text)


def check_depth(text: str) -> None:
    """Raise :class:`Unreadable` for elements nested too deep, before a parser builds them. Takes linear time."""
    if text.count("<") <= DEEPEST or text.count("<") - text.count("</") <= DEEPEST:  # so few are opened at all
        return
    depth = 0
    for match in TAG.finditer(text):
        closing, name, empty = match[1], match[2].lower(), match[3]
        if name in VOID or name in SELF_CLOSING or empty:
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        if depth > DEEPEST:
            raise Unreadable(f"The page nests more than {DEEPEST} elements in each other; no real page does.")


def _candidates(raw: bytes, declared: str | None) -> list[str]:
    names = [name for bom, name in BOMS if raw.startswith(bom)]
    names += [declared] if declared else []
    names += [name] if not names and (name := _two_bytes(raw)) else []
    said = [match[1].decode("ascii").lower() for match in META.finditer(raw[:4096])][:1]
    names += ["utf-8" if name.startswith("utf-16") else name for name in said]  # it would not be read as ASCII then
    return [WIDER.get(name.lower(), name) for name in [*names, "utf-8"]]


def _two_bytes(raw: bytes) -> str:
    """UTF-16 without a mark shows by zeros in every other place only: the upper halves of letters and blanks."""
    begin = raw[: 4096 & ~1]
    even, odd = begin[::2].count(0), begin[1::2].count(0)
    if max(even, odd) * 20 < len(begin) or min(even, odd):
        return ""
    return "utf-16-le" if odd else "utf-16-be"


def cleaned(text: str) -> str:
    """The text without control characters and lone surrogates. Raises :class:`Unreadable` if it is full of them."""
    if not _has_control(text):
        return text.removeprefix("\ufeff")
    control = len(CONTROL.findall(text))
    if control > 8 + len(text) // 100:
        raise Unreadable("This is not text: it is full of control characters. Give an HTML or text file.")
    return CONTROL.sub("", text.removeprefix("\ufeff"))


def _has_control(text: str) -> bool:
    """Whether ``CONTROL`` would find anything, in a fraction of the time."""
    try:
        raw = text.encode()
    except UnicodeEncodeError:  # lone surrogates
        return True
    return raw.translate(BLANKED) != raw or "\ufffe" in text or "\uffff" in text
