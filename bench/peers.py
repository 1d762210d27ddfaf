"""The same clean segments and the same errors given to translate-toolkit's pofilter and to Weblate. Prints JSON.

Both are asked by an interpreter of their own (``peers_inside.py``), which TINTUC_PEERS names: the python of a virtual
environment with ``translate-toolkit`` and ``weblate==5.14.3``. They are under the GPL and no part of the product.

Each segment is looked at by itself. It counts as flagged if any check speaks, notes included; an error as found if a
check speaks that was silent on the clean segment. One rule for all three; ``tintuc_above_note_%`` leaves our notes out.

``TINTUC_PEERS=/path/to/python python bench/peers.py [--pair en-vi] [--most N] [--table]``
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from corpus import PAIRS, needs_data, pair, pair_named, segments
from spoil import KINDS, spoilt

from tintuc.checks import Level, run

Segment = tuple[str, str]
#: Of each segment, the checks that speak.
Judged = list[set[str]]


def peers(jobs: list[tuple[str, str, list[Segment]]]) -> dict[str, dict[str, Any]]:
    """What the other interpreter says; by name what is missing."""
    python = os.environ.get("TINTUC_PEERS", "")
    if not python:
        return {name: {"missing": "TINTUC_PEERS names no interpreter"} for name in ("pofilter", "weblate")}
    done = subprocess.run(
        [python, str(Path(__file__).with_name("peers_inside.py"))],
        input=json.dumps({"jobs": jobs}), capture_output=True, text=True, check=False,
        env={"PATH": os.environ.get("PATH", ""), "HOME": os.environ.get("HOME", "/")},
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{python} failed:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout)


def ours(source: str, target: str, given: list[Segment], least: Level) -> Judged:
    """The checks of the catalogue that speak of each segment, at a level or above."""
    return [
        {seen.check.id for seen in run(pair([(1, one, other)], source, target)).seen if seen.level >= least}
        for one, other in given
    ]


def compared(pairs: list[tuple[str, str]], most: int) -> dict[str, Any]:
    """All figures of all pairs."""
    jobs: list[tuple[str, str, list[Segment]]] = []
    kinds: dict[str, list[tuple[str, list[Segment]]]] = {}
    for source, target in pairs:
        clean = [(one, other) for rows in segments(source, target).values() for _, one, other in rows]
        jobs.append((source, target, clean))
        for kind in KINDS:
            if made := list(spoilt(kind, source, target, most)):
                before = [(one, other) for (_, one, other), _ in made]
                after = [(one, changed) for (_, one, _), changed in made]
                kinds.setdefault(f"{source}-{target}", []).append((kind, before))
                jobs += [(source, target, before), (source, target, after)]
    said: dict[str, list[Judged]] = {
        "tintuc": [ours(*job, Level.NOTE) for job in jobs],
        "tintuc_above_note": [ours(*job, Level.QUERY) for job in jobs],
    }
    answers = peers(jobs)
    missing = {name: answer["missing"] for name, answer in answers.items() if "missing" in answer}
    versions = {name: answer["version"] for name, answer in answers.items() if "version" in answer}
    for name in versions:
        said[name] = [[set(failed) for failed in job] for job in answers[name]["failed"]]
    result: dict[str, Any] = {"missing": missing, "versions": versions, "pairs": {}}
    at = 0
    for source, target in pairs:
        name = f"{source}-{target}"
        clean = {peer: judged[at] for peer, judged in said.items()}
        entry: dict[str, Any] = {
            "clean_flagged_%": {peer: percent(map(bool, judged)) for peer, judged in clean.items()},
            "clean_by_check_%": {
                peer: {check: round(100 * count / len(judged), 2) for check, count in by_check(judged).most_common(12)}
                for peer, judged in clean.items()
                if peer != "tintuc_above_note"
            },
            "found_%": {},
        }
        at += 1
        for kind, before in kinds[name]:
            entry["found_%"][kind] = {"tried": len(before)} | {
                peer: percent(bool(new - old) for old, new in zip(judged[at], judged[at + 1], strict=True))
                for peer, judged in said.items()
            }
            at += 2
        result["pairs"][name] = entry
    return result


def by_check(judged: Judged) -> Counter[str]:
    return Counter(check for checks in judged for check in checks)


def percent(found: Any) -> float:
    """The share of the true among some."""
    each = list(found)
    return round(100 * sum(each) / max(1, len(each)), 1)


def table(result: dict[str, Any]) -> str:
    """The figures as a Markdown table: ours (above a note) / pofilter / Weblate."""

    def cell(values: dict[str, float]) -> str:
        own = f"{values['tintuc']:g} ({values['tintuc_above_note']:g})"
        return " / ".join([own, *(f"{values[name]:g}" for name in result["versions"])])

    pairs = result["pairs"]
    rows = [["", *pairs], ["---"] * (len(pairs) + 1)]
    rows.append(["clean segments flagged, %", *(cell(entry["clean_flagged_%"]) for entry in pairs.values())])
    for kind in KINDS:
        cells = [cell(entry["found_%"][kind]) if kind in entry["found_%"] else "–" for entry in pairs.values()]
        rows.append([kind.replace("_", " "), *cells])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pair", metavar="en-vi")
    parser.add_argument("--most", type=int, default=300, help="errors of each kind")
    parser.add_argument("--table", action="store_true", help="print a Markdown table to standard error too")
    asked = parser.parse_args()
    needs_data()
    figures = compared([pair_named(asked.pair)] if asked.pair else PAIRS, asked.most)
    for name, why in figures["missing"].items():
        print(f"{name} is missing: {why}", file=sys.stderr)
    if asked.table:
        print(table(figures), file=sys.stderr)
    print(json.dumps(figures, indent=1, ensure_ascii=False))
