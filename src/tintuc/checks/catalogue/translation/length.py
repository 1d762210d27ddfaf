"""Is the translation about as long as translations of such a text are?

Half a paragraph that is missing, or a second one that slipped in, shows in the length before anyone reads a word.

Known limits: a clause dropped from a long paragraph hides in the usual spread; short headlines vary freely.
"""

from __future__ import annotations

from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass
from tintuc.text.lengths import fit
from tintuc.text.lengths import known as known_languages

#: Robust spreads from the usual ratio. At these, 0 to 0.5 % of sound segments are asked about (bench/pairs.py).
SHORT, LONG = -3.6, 4.0
#: Characters of a source under which lengths say nothing, and by script that writes a word in one or two.
LEAST = {"zh": 12, "ja": 16, "ko": 20}
LEAST_LATIN = 30


def find(dossier: Dossier) -> Iterator[Finding]:
    """Compare each passage with its source."""
    least = LEAST.get(dossier.source_language.split("-")[0], LEAST_LATIN)
    for run in dossier.pairs:
        if len(run.source) < least:
            continue
        found = fit(run.source, run.text, dossier.source_language, dossier.language)
        if found is None or SHORT <= found.deviations <= LONG:
            continue
        values = {"ratio": f"{found.ratio:.2f}", "usual": f"{found.usual:.2f}"}
        yield Finding("short" if found.deviations < 0 else "long", run.place(), run.text, values)


def _pair(source: str, text: str, language: str = "vi") -> Dossier:
    return Dossier(language=language, source_language="en", body=(Block(text, source=source),))


LONG_SOURCE = (
    "The harbour town opened its new ferry pier on Monday, and residents said the crossing takes twelve minutes."
)

CHECK = Check(
    id="translation.length",
    title="Translation much shorter or longer than usual",
    level=Level.QUERY,
    says={
        "short": "This has %(ratio)s characters for each of the source, where %(usual)s is usual: something may be left out.",
        "long": "This has %(ratio)s characters for each of the source, where %(usual)s is usual: something may have been put in.",
    },
    why="A part that is missing or does not belong here shows in the length.",
    fix="Read both to the end, and put in what is missing or take out what was added.",
    since="0.1",
    find=find,
    needs=frozenset({"pairs"}),
    languages=known_languages(),
    examples=(
        Pass(
            _pair(
                LONG_SOURCE,
                "Thị trấn cảng khai trương bến phà mới hôm thứ Hai, người dân nói chuyến phà chỉ mất mười hai phút.",
            )
        ),
        Pass(
            _pair(
                "Sarah Palin cites Track Palin's illness at Donald Trump rally",
                "세라 페일린(Sarah Palin) 도널드 트럼프(Donald Trump) 집회에서 트랙 페일린(Track Palin)의 병 인용",
                "ko",
            )
        ),
        Pass(_pair("The pier", "Bến phà mới mở cửa ở thị trấn cảng")),
        Find(
            _pair(LONG_SOURCE, "Thị trấn cảng khai trương bến phà."),
            reason="short",
            quote="Thị trấn cảng khai trương bến phà.",
        ),
        Find(
            _pair("The pier opened on Monday, residents said.", "新码头周一启用，" * 10, "zh-Hans"),
            reason="long",
            quote="新码头周一启用，" * 10,
        ),
    ),
)
