"""How often each check speaks on clean news: writes ``src/tintuc/checks/base_rates.toml``, which the catalogue shows.

Clean news: the gold text of the real pages of ``news-pages``; the documents of ``ntrex`` in fourteen languages; and,
for checks that compare, its segments beside their source in the five pairs of ``corpus.py``. With the sentence encoder
where it is installed. True errors of the published translations are not left out.

``python bench/base_rates.py``
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from corpus import FILES as LANGUAGES
from corpus import PAIRS, documents, needs_data, page, pages, pair, segments

from tintuc.checks import Dossier, Level, catalogue, run
from tintuc.text import encoder

TARGET = Path(__file__).parents[1] / "src" / "tintuc" / "checks" / "base_rates.toml"
HEAD = """# How often each check speaks on clean news, in per cent: of how many it looked at, any finding, a hold.
# Written by bench/base_rates.py, which names the sets.
"""


def rates(dossiers: list[Dossier], *, by_segment: bool) -> dict[str, tuple[int, float, float]]:
    """By check: how many it looked at, and the share of those it spoke of and held."""
    looked, spoke, held = Counter[str](), Counter[str](), Counter[str]()
    for one in dossiers:
        report = run(one, encoder=encoder.available())
        for ident in report.times:
            looked[ident] += len(one.body) if by_segment else 1
        spoke.update(_places(report.seen, by_segment, Level.NOTE))
        held.update(_places(report.seen, by_segment, Level.HOLD))
    return {
        ident: (count, round(100 * spoke[ident] / count, 2), round(100 * held[ident] / count, 2))
        for ident, count in looked.items()
    }


def _places(seen: tuple, by_segment: bool, least: Level) -> list[str]:
    spots = {(one.check.id, one.finding.place.block if by_segment else "") for one in seen if one.level >= least}
    return [ident for ident, _ in spots]


def main() -> None:
    """Measure and write."""
    needs_data()
    texts = [page(tag, [text for _, text in rows]) for tag in LANGUAGES for rows in documents(tag).values()]
    pairs = [pair(rows, *names) for names in PAIRS for rows in segments(*names).values()]
    found = {
        "pages": rates(pages(), by_segment=False),
        "documents": rates(texts, by_segment=False),
        "segments": rates(pairs, by_segment=True),
    }
    lines = [HEAD]
    for ident, check in catalogue().items():
        compares = bool(check.needs & {"pairs", "source_language"})
        kinds = ["segments"] if compares else ["pages", "documents"]
        rows = [f"{kind} = [{', '.join(map(str, found[kind][ident]))}]" for kind in kinds if ident in found[kind]]
        if rows:
            lines += [f'["{ident}"]', *rows, ""]
    TARGET.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
