"""Has each passage the head and the tail its source has?

The source ends its sentence and the translation does not, or begins with a capital where the translation begins in
small letters: words were lost when text was pasted or a field was full.

A sentence that a translator let run on from one passage into the next has lost nothing.

Known limits: titles and languages without a mark at the end (Thai) are not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass, Run
from tintuc.text.languages import facts, having

#: What ends a sentence; an ellipsis, colon or semicolon ends a passage too.
ENDED = re.compile(r"[.!?…。！？؟:;：；।։~〜]$")
CLOSERS = "—–\u202f”\"’'»」』)）]】》“‘« \u00a0\u3000\u200b\u200f"
OPENERS = "“\"‘'«「『(（[【《„ \u00a0-–—•*”’"
#: Characters under which a passage may be a label or a title.
LEAST = 25
LEAST_DENSE = 12
TITLES = frozenset({"headline", "kicker", "crosshead", "dateline", "picture", "table", "list"})
DENSE = frozenset({"zh", "ja", "ko"})
#: A word that begins in small letters wherever it stands: iPhone, eBay, de Vries, bin Salman.
SMALL = re.compile(r"^[a-z]{1,2}[A-Z]|^(?:al|bin|d|da|de|del|della|di|du|el|la|le|van|von)\b")
SHOWN = 40


def find(dossier: Dossier) -> Iterator[Finding]:
    """Compare both ends of each passage with its source's."""
    dense = dossier.language.split("-")[0] in DENSE
    least = LEAST_DENSE if dense else LEAST
    runs = dossier.pairs
    for number, run in enumerate(runs):
        if run.kind in TITLES or len(run.text) < least:
            continue
        before = runs[number - 1] if number else None
        after = runs[number + 1] if number + 1 < len(runs) else None
        if _tail_lost(run) and not (after and _begins_small(after)):
            start = max(0, len(run.text) - SHOWN)
            level = Level.HOLD if _dangles(run, dossier.language) else Level.QUERY
            yield Finding("tail-lost", run.place(start), run.text[start:], {}, level)
        if _begins_small(run) and not _source_begins_small(run) and not (before and _tail_lost(before)):
            ours = run.text.lstrip(OPENERS)
            at = len(run.text) - len(ours)
            quote = run.text[at : at + SHOWN]
            yield Finding("head-lost", run.place(at, at + len(quote)), quote, {"word": ours.split()[0]})


def _tail_lost(run: Run) -> bool:
    if not ENDED.search(run.source.rstrip(CLOSERS)):
        return False
    return not (ENDED.search(run.text.rstrip(CLOSERS)) or _quoted(run))


def _begins_small(run: Run) -> bool:
    ours = run.text.lstrip(OPENERS)
    if not ours[:1].islower() or SMALL.match(ours):
        return False
    return not run.text.lstrip().startswith(("…", "...")) and "://" not in ours.split()[0]


def _source_begins_small(run: Run) -> bool:
    """Whether the source begins in small letters too, or with no letter."""
    theirs = run.source.lstrip(OPENERS)
    return theirs[:1].islower() or not theirs[:1].isalpha()


def _dangles(run: Run, language: str) -> bool:
    """Whether the last word or mark cannot end anything."""
    known = facts(language)
    words = run.text.rstrip().lower().split()
    return run.text.rstrip()[-1:] in ",、，;(（-" or bool(known and words and words[-1] in known.dangling)


def _quoted(run: Run) -> bool:
    """Whether it ends with speech, behind which Chinese and Japanese need no stop."""
    return run.text.rstrip()[-1:] in "”\"’'」』“" and any(mark in run.source for mark in "“”\"'’「」")


def _pair(source: str, text: str, language: str = "vi") -> Dossier:
    return Dossier(language=language, source_language="en", body=(Block(text, source=source),))


CHECK = Check(
    id="sentences.cut-off",
    title="Passage cut off",
    level=Level.QUERY,
    says={
        "tail-lost": "The source ends its sentence; this breaks off.",
        "head-lost": "The source begins a sentence; this begins with “%(word)s” in small letters.",
    },
    why="Words are missing, and nobody knows which.",
    fix="Read the source to its end, and write the whole sentence.",
    since="0.1",
    find=find,
    needs=frozenset({"pairs"}),
    languages=having("scripts") - {"th"},
    examples=(
        Pass(_pair("The pier is open.” ", "Bến tàu ở thị trấn cảng đã mở cửa rồi.”")),
        Pass(_pair("She said: “We waited.”", "Bà nói với phóng viên rằng: “Chúng tôi đã chờ...”")),
        Pass(_pair("IPhones are sold at the pier.", "iPhone được bán ở bến tàu từ hôm qua.")),
        Pass(_pair("A pier opens.", "Bến tàu")),
        Find(
            _pair("The crossing now takes twelve minutes.", "Chuyến phà giờ đây chỉ còn mất mười hai phút và"),
            reason="tail-lost",
            quote="uyến phà giờ đây chỉ còn mất mười hai phút và"[-40:],
        ),
        Find(
            _pair("The crossing takes twelve minutes.", "渡轮往返海岛现在只需要十二分", "zh-Hans"),
            reason="tail-lost",
            quote="渡轮往返海岛现在只需要十二分",
        ),
        Find(
            _pair("The crossing takes twelve minutes.", "phà giờ chỉ còn mất mười hai phút."),
            reason="head-lost",
            quote="phà giờ chỉ còn mất mười hai phút.",
        ),
    ),
)
