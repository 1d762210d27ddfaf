"""What the checks say of clean translations, and what they find of errors put in. Prints JSON.

Clean: the professional translations of ``ntrex`` in the folder TINTUC_SHARED names, by document, en→vi, zh, ja, ko and
zh→vi. Errors are put into one segment's translation with a fixed seed (``spoil.py``); one is found if a finding speaks
of the segment that was not there before. Segments that were judged by hand to hold a true error are listed in
``true-errors.toml`` and do not count as flagged in ``…_less_true_errors_%``.

``python bench/pairs.py [--pair en-vi] [--show CHECK] [--missed KIND] [--most N] [--clean-only]``
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from typing import Any

from corpus import PAIRS, Row, documents, needs_data, pair, pair_named, segments, true_errors
from spoil import KINDS, spoilt

from tintuc.checks import Block, Dossier, Level, run

#: Languages a foreign paragraph is taken from, and how long it is at least: where one letter is a word, less.
FOREIGN = {"en": 80, "vi": 80, "ja": 30, "ko": 30}


def clean(source: str, target: str, show: str | None = None) -> dict[str, Any]:
    """Share of segments with any flag and with a hold, and flags by check."""
    known = true_errors(source, target)
    levels: dict[int, Level] = {}
    by_check: set[tuple[str, str]] = set()
    total = words = held = 0
    spent = 0.0
    documents = list(segments(source, target).values())
    run(pair(documents[0], source, target))  # a process reads its tables once, whatever it checks
    for rows in documents:
        article = pair(rows, source, target)
        begun = time.process_time()
        seen = run(article).seen
        spent += time.process_time() - begun
        if broken := [one.message() for one in seen if one.finding.reason == "broke"]:
            raise SystemExit(broken[0])
        total, words = total + len(rows), words + sum(len(text.split()) for _, text, _ in rows)
        held += any(one.level is Level.HOLD for one in seen)
        by_check |= {(one.check.id, one.finding.place.block) for one in seen}
        for one in seen:
            number = int(one.finding.place.block[1:]) if one.finding.place.block else rows[0][0]
            levels[number] = max(levels.get(number, Level.NOTE), one.level)
            if show is not None and one.check.id.startswith(show):
                _, original, text = next(row for row in rows if row[0] == number)
                state = f"TRUE ({known[number]}) " if number in known else ""
                quote = one.finding.quote[:80]
                print(f"\n{state}{target} {number} {one.level.name} {one.check.id}: {one.message()} «{quote}»\n"
                      f"   {original}\n   {text}", file=sys.stderr)  # fmt: skip
    holds = {number for number, level in levels.items() if level is Level.HOLD}

    def share(numbers: set[int]) -> float:
        return round(100 * len(numbers) / total, 2)

    return {
        "segments": total,
        "any_flag_%": share(set(levels)),
        "hold_%": share(holds),
        "any_flag_less_true_errors_%": share(set(levels) - set(known)),
        "hold_less_true_errors_%": share(holds - set(known)),
        "true_errors": len(known),
        "documents_held": held,
        "flags": dict(Counter(check for check, _ in by_check).most_common()),
        "ms_a_segment": round(1000 * spent / total, 3),
        "ms_for_1000_words": round(1000 * spent / words * 1000, 2) if source == "en" else None,
    }


def found(source: str, target: str, most: int, missed: str = "") -> dict[str, Any]:
    """Share of errors put in that raise a new finding above a note, and their number."""
    result: dict[str, Any] = {}
    for kind in KINDS:
        tried = caught = noted = 0
        for (number, one, other), changed in spoilt(kind, source, target, most):
            tried += 1
            new = marks(one, changed, source, target) - marks(one, other, source, target)
            loud = any(level > Level.NOTE for *_, level in new)
            caught += loud
            noted += bool(new)
            if kind == missed and not loud:
                print(f"\nmissed {kind} {target} {number}\n   {one}\n   {other}\n   {changed}", file=sys.stderr)
        result[kind] = {"tried": tried, "found_%": percent(caught, tried), "with_notes_%": percent(noted, tried)}
    return result | {"foreign_paragraph": foreign(source, target, most)}


def foreign(source: str, target: str, most: int) -> dict[str, Any]:
    """Share of paragraphs of another language that are found with no source beside them."""
    others = {
        tag: dict(row for part in documents(tag).values() for row in part)
        for tag in FOREIGN
        if tag not in (source, target)
    }
    chance = random.Random(7)
    rows = [row for part in documents(target).values() for row in part]
    tried = caught = 0
    for _, text in rows[:most]:
        tag = chance.choice(sorted(others))
        other = others[tag][chance.choice(sorted(others[tag]))]
        if len(other) < FOREIGN[tag]:
            continue
        tried += 1
        seen = run(Dossier(language=target, body=(Block(text, "a"), Block(other, "x")))).seen
        caught += any(one.finding.place.block == "x" and one.level > Level.NOTE for one in seen)
    return {"tried": tried, "found_%": percent(caught, tried)}


def marks(one: str, other: str, source: str, target: str) -> set[tuple[str, str, str, Level]]:
    """What is said of one segment; a finding about all of it counts as the same whatever its words are."""
    row: Row = (1, one, other)
    seen = run(pair([row], source, target)).seen
    return {(s.check.id, s.finding.reason, s.finding.quote if s.finding.quote != other else "", s.level) for s in seen}


def percent(part: int, of: int) -> float | None:
    """A share to one place; none where nothing was tried."""
    return round(100 * part / of, 1) if of else None


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pair", metavar="en-vi", help="only this pair, measured or any two languages as fr>de")
    parser.add_argument("--show", metavar="CHECK", help="print each flag of checks whose id begins so, with both texts")
    parser.add_argument("--missed", metavar="KIND", default="", help="print the errors of this kind that were missed")
    parser.add_argument("--most", type=int, default=300, help="errors of each kind")
    parser.add_argument("--clean-only", action="store_true", help="put no errors in")
    asked = parser.parse_args()
    needs_data()
    result = {}
    for one, other in [pair_named(asked.pair)] if asked.pair else PAIRS:
        result[f"{one}-{other}"] = {"clean": clean(one, other, asked.show)}
        if not asked.clean_only:
            result[f"{one}-{other}"]["found"] = found(one, other, asked.most, asked.missed)
    print(json.dumps(result, indent=1, ensure_ascii=False))
