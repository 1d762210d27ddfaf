"""How often the checks fire on clean news, what they find of what is put in, and what they cost. Prints JSON.

Clean news: the 181 pages of ``news-pages`` (their gold text) and the documents of ``ntrex`` in five languages, both
from the folder TINTUC_SHARED names. Put in: the same short line of capitals twice, and a paragraph of another script,
at places drawn with a fixed seed. Times are CPU milliseconds of one process.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

from tintuc.checks import Block, Dossier, Level, run
from tintuc.config.dossiers import guessed
from tintuc.intake.copy import Copy, CopyBlock

DATA = Path(os.environ.get("TINTUC_SHARED", Path(__file__).parents[2] / "shared")) / "data"
NTREX = {"en": "eng", "vi": "vie", "zh-Hans": "zho-CN", "ja": "jpn", "ko": "kor"}
LINES = ["LUCKY MOON SLOTS", "VÒNG QUAY RỒNG BẠC", "BUY PILLS NOW", "金龙娱乐城"]
FOREIGN = {
    "Latin": "码头工程历时两年，耗资不菲，昨天终于全部完工并启用，岛上居民对此表示欢迎，认为出行方便许多。",
    "other": "The harbour town opened its new ferry pier on Monday after two years of building and waiting.",
}


def pages() -> list[Dossier]:
    """The gold text of the real pages, paragraphs as blocks."""
    found = []
    for row in json.loads((DATA / "news-pages" / "ground-truth.json").read_text(encoding="utf-8")).values():
        paragraphs = [text.strip() for text in row["articleBody"].split("\n") if text.strip()]
        if sum(map(len, paragraphs)) > 400:
            language = guessed(Copy("", tuple(CopyBlock("paragraph", text) for text in paragraphs)))
            found.append(dossier(language, paragraphs))
    return found


def documents() -> list[Dossier]:
    """The documents of the professional translations."""
    folder = DATA / "ntrex"
    ids = [line.split("\t")[0] for line in (folder / "DOCUMENT_IDS.tsv").read_text(encoding="utf-8").splitlines()]
    found = []
    for language, name in NTREX.items():
        file = next(folder.rglob(f"*{name}.txt"))
        grouped: dict[str, list[str]] = {}
        for ident, line in zip(ids, file.read_text(encoding="utf-8").splitlines(), strict=False):
            grouped.setdefault(ident, []).append(line.strip())
        found += [dossier(language, lines) for lines in grouped.values()]
    return found


def dossier(language: str, paragraphs: list[str]) -> Dossier:
    """A page from outside of which only the text is known."""
    blocks = tuple(Block(text, f"p{number}") for number, text in enumerate(paragraphs, 1))
    return Dossier(language=language, body=blocks, origin="unknown")


def rates(dossiers: list[Dossier]) -> dict[str, object]:
    """Share of documents with any finding above a note, with a hold, and by check."""
    flagged: Counter[str] = Counter()
    holds: Counter[str] = Counter()
    any_hold = any_query = 0
    for one in dossiers:
        seen = run(one).seen
        any_hold += any(finding.level is Level.HOLD for finding in seen)
        any_query += any(finding.level > Level.NOTE for finding in seen)
        flagged.update({finding.check.id for finding in seen})
        holds.update({finding.check.id for finding in seen if finding.level is Level.HOLD})
    percent = 100 / len(dossiers)
    return {
        "documents": len(dossiers),
        "any_hold_%": round(any_hold * percent, 2),
        "above_note_%": round(any_query * percent, 2),
        "flagged_%": {check: round(count * percent, 2) for check, count in sorted(flagged.items())},
        "hold_%": {check: round(count * percent, 2) for check, count in sorted(holds.items())},
    }


def recall(dossiers: list[Dossier]) -> dict[str, float]:
    """Share of the put-in lines and paragraphs that are found."""
    chance, found_lines, found_foreign, lines, foreign = random.Random(7), 0, 0, 0, 0
    for one in dossiers:
        wide = [n for n in range(1, len(one.body)) if min(len(one.body[n - 1].text), len(one.body[n].text)) >= 80]
        if len(wide) >= 2:
            places = sorted(chance.sample(wide, 2), reverse=True)
            body = list(one.body)
            for number, place in enumerate(places):
                body.insert(place, Block(chance.choice(LINES) if number == 0 else body[places[0]].text, f"x{number}"))
            seen = run(replace(one, body=tuple(body))).seen
            found_lines += sum(
                finding.check.id == "injection.injected-line" and finding.finding.place.block.startswith("x")
                for finding in seen
            )
            lines += 2
        text = FOREIGN["other" if one.language in ("zh-Hans", "ja", "ko") else "Latin"]
        body = list(one.body)
        body.insert(chance.randrange(len(body) + 1), Block(text, "x"))
        seen = run(replace(one, body=tuple(body))).seen
        found_foreign += any(finding.finding.place.block == "x" and finding.level is Level.HOLD for finding in seen)
        foreign += 1
    return {
        "injected_line_%": round(100 * found_lines / lines, 2),
        "foreign_paragraph_%": round(100 * found_foreign / foreign, 2),
    }


def cost(dossiers: list[Dossier]) -> dict[str, float]:
    """CPU milliseconds a document, and of one with about 1,000 words."""
    times = []
    for one in dossiers:
        begun = time.process_time()
        run(one)
        times.append((time.process_time() - begun) * 1000)
    words = [sum(len(block.text.split()) for block in one.body) for one in dossiers]
    near = [spent for spent, count in zip(times, words, strict=True) if 800 <= count <= 1200]
    return {"median_ms": round(statistics.median(times), 2), "thousand_words_ms": round(statistics.median(near), 2)}


if __name__ == "__main__":
    if not DATA.is_dir():
        raise SystemExit("bench/checks.py needs the development data: set TINTUC_SHARED.")
    real, translated = pages(), documents()
    result = {
        "news_pages": rates(real),
        "ntrex": rates(translated),
        "recall_news_pages": recall(real),
        "recall_ntrex": recall(translated),
        "cost": cost(real),
    }
    print(json.dumps(result, indent=1))
