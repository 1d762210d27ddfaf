"""Was the text read in the wrong encoding?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass

LOST = re.compile("\ufffd+|[\ud800-\udfff]+")
#: The characters that bytes 0x80 to 0xBF become when they are read as Windows-1252 or Latin-1.
TRAIL = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
#: UTF-8 read as Windows-1252: a byte that announces one, two or three more, and as many as it announces.
DOUBTFUL = re.compile(f"[Â-ô][{TRAIL}]")
TWICE = re.compile(f"(?:[Â-ß][{TRAIL}]|[à-ï][{TRAIL}]{{2}}|[ð-ô][{TRAIL}]{{3}})+")

#: A word that ends in a letter with an accent, and the marks behind it: qualité », LIBERTÉ !, bittersüß“
MARKS = frozenset("\u00a0«»›“”‘’„…–—")


def find(dossier: Dossier) -> Iterator[Finding]:
    """Hold lost characters and what was certainly decoded twice; ask about a single doubtful letter."""
    for run in dossier.runs:
        if run.text.isascii():
            continue
        for match in LOST.finditer(run.text):
            yield Finding("lost", run.place(*match.span()), match[0])
        for match in TWICE.finditer(run.text) if DOUBTFUL.search(run.text) else ():
            mended = _mended(match[0])
            if mended is None or _ends_a_word(run.text, match):
                continue
            level = Level.HOLD if len(mended) > 1 or len(match[0]) > 2 else Level.QUERY
            yield Finding("twice-decoded", run.place(*match.span()), match[0], {"seen": match[0]}, level, mended)


def _ends_a_word(text: str, match: re.Match[str]) -> bool:
    letter, before = match[0][0], text[max(0, match.start() - 1) : match.start()]
    alike = before.isalpha() and before.isupper() == letter.isupper()
    return alike and MARKS.issuperset(match[0][1:])


def _mended(text: str) -> str | None:
    """What was written, if the characters are bytes of UTF-8 and what they spell can be printed."""
    try:
        raw = b"".join(_byte(char) for char in text)
        mended = raw.decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return None
    return mended if mended.isprintable() and any(char.isalpha() or char in "“”‘’…–—«»" for char in mended) else None


def _byte(char: str) -> bytes:
    return char.encode("latin-1") if char <= "\u00ff" else char.encode("cp1252")


CHECK = Check(
    id="characters.mojibake",
    title="Text read in the wrong encoding",
    level=Level.HOLD,
    says={
        "lost": "A character was lost here when the text was read.",
        "twice-decoded": "“%(seen)s” looks like letters read in the wrong encoding.",
    },
    why="Letters are wrong or gone, and names with them.",
    fix="Take the text in again in its right encoding.",
    since="0.1",
    find=find,
    needs=frozenset({"runs"}),
    examples=(
        Pass(Dossier(language="vi", body=(Block("Ông ấy nói “được”. Ở đây có Ã và Â."),))),
        Find(Dossier(body=(Block("The pi\ufffder is open."),)), reason="lost", quote="\ufffd"),
        Pass(Dossier(language="fr", body=(Block("« À table ! » dit Zoé… à 20 °C, où ? Là…"),))),
        Pass(Dossier(language="fr", body=(Block("« Une vraie qualité\u00a0», dit-elle. LIBERTÉ\u00a0! ÉGALITÉ…"),))),
        Pass(Dossier(language="de", body=(Block("Sie nannte es „süß“ und ging."),))),
        Find(Dossier(body=(Block("She said â€œyes."),)), reason="twice-decoded", quote="â€œ"),
        Find(Dossier(language="ko", body=(Block("ë¶€ë‘ê°€ 열렸다."),)), reason="twice-decoded", quote="ë¶€"),
    ),
)
