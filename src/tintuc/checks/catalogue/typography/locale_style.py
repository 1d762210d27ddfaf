"""Are stops and numbers set as the language sets them?

A narrow comma between ideographs, a wide one in Latin letters, a number grouped in the other style: each is a trace of
pasted or machine-made text, and "1,234.5" is read for another number where the comma is the decimal mark.

Known limits: a number with one mark ("1,234") is right in either style; straight quotation marks beside curly ones are not
looked at, for one clean document in five has both in Vietnamese, and one in two in Korean.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass
from tintuc.text.addresses import without_addresses
from tintuc.text.languages import row, table
from tintuc.text.scripts import LETTERS

IDEOGRAPHS = LETTERS["Han"] + LETTERS["Kana"]
#: Colons are left out: one clean segment in a hundred has a narrow one.
NARROW = re.compile(rf"[,.;!?](?<=[{IDEOGRAPHS}].)(?=[{IDEOGRAPHS}])")
WIDEN = {",": "，", ".": "。", ";": "；", "!": "！", "?": "？"}
NARROWEN = {"，": ",", "。": ".", "；": ";", "：": ":", "！": "!", "？": "?", "、": ","}
WIDE = re.compile(r"[，。；：！？、](?<=[^\W\d_].)")
WIDE_DIGITS = re.compile("[０-９]+")
#: Grouped, with a fraction or a second group: no number of the other style looks so.
POINTED = re.compile(r"[1-9](?<![\d.,].)\d{0,2}(?:(?:,\d{3})+\.\d+|(?:,\d{3}){2})(?![\d.,]*\d)")
COMMAED = re.compile(r"[1-9](?<![\d.,].)\d{0,2}(?:(?:\.\d{3})+,\d+|(?:\.\d{3}){2})(?![\d.,]*\d)")
SWAP = str.maketrans(",.", ".,")


def find(dossier: Dossier) -> Iterator[Finding]:
    """Look in every run of words that is the article's own."""
    style = row("locale", dossier.language)
    if style is None:
        return
    wide, decimal = style.get("wide", False), style["decimal"]
    mixed = re.search("[0-9]", "".join(run.text for run in dossier.runs)) is not None
    other = COMMAED if decimal == "." else POINTED
    for run in dossier.runs:
        if run.language or run.kind == "embed":
            continue
        text = without_addresses(run.text)
        for match in (NARROW if wide else WIDE).finditer(text):
            if not wide and text[match.start() - 1] > "\u2e80" and not "가" <= text[match.start() - 1] <= "힣":
                continue
            reason, mended = ("narrow", WIDEN) if wide else ("wide", NARROWEN)
            yield Finding(
                reason, run.place(*match.span()), match[0], {"mark": match[0]}, None, mended[match[0]], weak=True
            )
        for match in other.finditer(text):
            values = {"number": match[0], "own": match[0].translate(SWAP)}
            yield Finding("number", run.place(*match.span()), match[0], values, None, values["own"], weak=True)
        for match in WIDE_DIGITS.finditer(text) if mixed else ():
            values = {"digits": match[0], "own": unicodedata.normalize("NFKC", match[0])}
            yield Finding("digits", run.place(*match.span()), match[0], values, None, values["own"], weak=True)


CHECK = Check(
    id="typography.locale-style",
    title="Marks or numbers set as another language sets them",
    level=Level.NOTE,
    says={
        "narrow": "The mark “%(mark)s” between ideographs is narrow.",
        "wide": "The mark “%(mark)s” is as wide as an ideograph.",
        "number": "“%(number)s” is grouped as another language does; here it would be “%(own)s”.",
        "digits": "The digits “%(digits)s” are wide, and others in the text are not (“%(own)s”).",
    },
    why="It is a trace of pasted text, and a number in the other style is read for another number.",
    fix="Set it as the language does.",
    since="0.1",
    find=find,
    needs=frozenset({"runs"}),
    languages=frozenset(table("locale")),
    examples=(
        Pass(Dossier(language="zh-Hans", body=(Block("码头开放了，渡轮每天有1,234.5吨货物（见www.reef.example）。"),))),
        Pass(Dossier(language="vi", body=(Block("Bến tàu tốn 1.234,5 tỷ đồng, gấp 3,5 lần; phiên bản 2.10.1."),))),
        Pass(Dossier(body=(Block("It cost 1,234,567.89 crowns; the server is 192.168.100.200."),))),
        Pass(Dossier(language="ja", body=(Block("２０３１年５月に開いた。"),))),
        Find(Dossier(language="zh-Hans", body=(Block("码头开放了,渡轮也开了。"),)), reason="narrow", quote=","),
        Find(Dossier(language="vi", body=(Block("Bến tàu đã mở， và phà đã chạy."),)), reason="wide", quote="，"),
        Find(Dossier(language="ko", body=(Block("부두가 열렸다。배가 떠났다."),)), reason="wide", quote="。"),
        Find(
            Dossier(language="de", body=(Block("Der Kai kostete 1,234,567 Kronen."),)),
            reason="number",
            quote="1,234,567",
        ),
        Find(Dossier(body=(Block("The pier cost 1.234,50 crowns."),)), reason="number", quote="1.234,50"),
        Find(Dossier(language="ja", body=(Block("２０３１年5月に開いた。"),)), reason="digits", quote="２０３１"),
    ),
)
