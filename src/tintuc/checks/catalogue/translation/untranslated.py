"""Is every passage of the source translated?

An empty passage, one that is still being written, or one that repeats the source word for word, leaves readers with a
hole. Names and figures alone may stay as they are, and a few Han characters where both languages write with them: a
place, a person, a crosshead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass, Place

#: Languages written with Han characters, and what is short enough to be the same in two of them.
HAN, SHORT = frozenset({"zh-Hans", "zh-Hant", "ja"}), re.compile(r"[\u3400-\u9fff\u3005・·／/ ]{1,12}")
#: A word that is no name: it has a small letter first, or is not in Latin letters.
WORDY = re.compile(
    r"(?<!\w)[a-zà-ÿ\u0100-\u024f\u1e00-\u1eff][^\W\d_]|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\u0400-\u04ff]{2}"
)


def find(dossier: Dossier) -> Iterator[Finding]:
    """Compare each passage with its source."""
    shared = {dossier.language, dossier.source_language} <= HAN
    for field, source in dossier.sources.items():
        text = str(getattr(dossier, field, ""))
        place = Place(field, "", 0, len(text))
        yield from _compared(text, source, dossier.states.get(field, ""), place, shared=shared)
    for block in dossier.body:
        if block.source is not None:
            place = Place("body", block.id, 0, len(block.text), block.part)
            yield from _compared(block.text, block.source, block.state, place, shared=shared)


def _compared(text: str, source: str, state: str, place: Place, *, shared: bool) -> Iterator[Finding]:
    if state == "untranslated" or (source.strip() and not text.strip()):
        yield Finding("empty", place, text, {"source": _short(source)})
    elif state == "unfinished":
        yield Finding("unfinished", place, text)
    elif shared and SHORT.fullmatch(source.strip()):
        return
    elif _same(text) == _same(source) and len(source.strip()) >= 4 and WORDY.search(source):
        yield Finding("same-as-source", place, text)


def _same(text: str) -> str:
    return " ".join(text.split())


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 80 else flat[:79] + "…"


CHECK = Check(
    id="translation.untranslated",
    title="Passage not translated",
    level=Level.HOLD,
    says={
        "empty": "Not translated yet: “%(source)s”.",
        "unfinished": "Somebody has begun to write this passage and has not called it done.",
        "same-as-source": "This passage repeats its source word for word.",
    },
    why="Readers would get a hole, or a language they did not choose.",
    fix="Translate the passage.",
    since="0.1",
    find=find,
    examples=(
        Pass(Dossier(language="vi", body=(Block("Bến tàu mở cửa.", source="The pier is open.", state="translated"),))),
        Pass(Dossier(language="vi", body=(Block("Maki Orita", source="Maki Orita", state="translated"),))),
        Pass(Dossier(language="vi", body=(Block("Của riêng bản này."),))),
        Pass(
            Dossier(language="ja", source_language="zh-Hant", sources={"dateline": "東京千代田"}, dateline="東京千代田")
        ),
        Find(
            Dossier(language="vi", body=(Block("", source="The pier is open.", state="untranslated"),)),
            reason="empty",
            quote="",
        ),
        Find(
            Dossier(language="vi", body=(Block("Bến tàu", source="The pier is open.", state="unfinished"),)),
            reason="unfinished",
            quote="Bến tàu",
        ),
        Find(
            Dossier(language="en", sources={"headline": "码头开放"}, headline="码头开放"),
            reason="same-as-source",
            quote="码头开放",
        ),
    ),
)
