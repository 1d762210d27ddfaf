"""Holds the desk to what it has reached: runs the benches and names what fell below ``floors.toml``. Exits 1 if any did.

A floor is a figure that must not be worse: ``most`` for shares of clean text flagged and for times, ``least`` for errors
found. Figures are named by their path, as ``pairs.en-vi.found.number_changed``.

``python bench/floors.py``                           run the benches and compare
``python bench/floors.py --quick``                   without times, with fewer errors put in
``python bench/floors.py --json``                    print what was measured
``python bench/floors.py --set RESULT.json``         write floors a little under measured; refuses to lower any
``python bench/floors.py --lower KIND --why "…"``    the only way down: sets the floors of a kind, or of one figure, to
                                                     what is measured, and writes the reason into the changelog
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tomllib
from pathlib import Path
from typing import Any

import pairs
from corpus import PAIRS, needs_data
from spoil import KINDS

import checks

FILE = Path(__file__).with_name("floors.toml")
CHANGELOG = Path(__file__).parents[1] / "CHANGELOG.md"
#: Errors of a kind that must have been tried: of fewer, one is too large a share.
LEAST_TRIED = 15
#: Slack when floors are set: in points of found errors, in points of clean text, and a share of a time, for machines
#: differ.
FOUND, CLEAN, TIME = 1.5, 0.15, 1.6
#: Errors of each kind that are put in for a quick run. They are always the same, so its floors are as near as any.
QUICK = 40
CLEAN_FIGURES = ("any_flag_%", "hold_%", "any_flag_less_true_errors_%", "hold_less_true_errors_%")


def measured(quick: bool = False) -> dict[str, float]:
    """All figures that have a floor, by path; of a quick run those that take no longer than a test may."""
    found: dict[str, float] = {}
    for source, target in PAIRS:
        name = f"{source}-{target}"
        clean = pairs.clean(source, target)
        found |= {f"pairs.{name}.clean.{figure.removesuffix('_%')}": clean[figure] for figure in CLEAN_FIGURES}
        found |= recall(f"quick.{name}", pairs.found(source, target, QUICK))
        if quick:
            continue
        found |= recall(f"pairs.{name}", pairs.found(source, target, 300))
        if clean["ms_for_1000_words"]:
            found[f"pairs.{name}.ms_for_1000_words"] = clean["ms_for_1000_words"]
    return found if quick else found | measured_pages()


def recall(name: str, rows: dict[str, Any]) -> dict[str, float]:
    """The share found of each kind of which enough were tried."""
    return {f"{name}.found.{kind}": row["found_%"] for kind, row in rows.items() if row["tried"] >= LEAST_TRIED}


def measured_pages() -> dict[str, float]:
    """The figures of pages that stand alone."""
    result = checks.measured()
    found = {"pages.thousand_words_ms": result["cost"]["thousand_words_ms"]}
    for place, rates in {
        "pages": result["news_pages"],
        **{f"ntrex.{k}": v for k, v in result["ntrex"].items()},
    }.items():
        found[f"{place}.clean.hold"] = rates["any_hold_%"]
        found[f"{place}.clean.above_note"] = rates["above_note_%"]
    for place in ("lines_news_pages", "lines_ntrex"):
        for times in ("once", "twice"):
            found |= {f"{place}.found.{times}.{lang}": row["found_%"] for lang, row in result[place][times].items()}
    for name, row in result["injected"].items():
        found[f"injected.found.{name.replace(' ', '-')}"] = row["found_%"]
        found[f"injected.found.{name.replace(' ', '-')}-held-back"] = row["hold_%"]
    for place in ("foreign_paragraphs", "sister_languages"):
        found |= {f"{place}.found.{name.replace(' ', '-')}": row["found_%"] for name, row in result[place].items()}
    return found


def is_ceiling(path: str) -> bool:
    """Whether less is better."""
    return ".found." not in path


def floors() -> dict[str, float]:
    """The floors by path."""
    return dict(tomllib.loads(FILE.read_text("utf-8"))["floors"]) if FILE.exists() else {}


def fallen(figures: dict[str, float], given: dict[str, float]) -> list[tuple[str, float, float]]:
    """What is worse than its floor: path, floor, measured. A figure that is no longer measured counts as fallen."""
    return [
        (path, floor, figures.get(path, math.nan))
        for path, floor in given.items()
        if not (figures.get(path, math.nan) <= floor if is_ceiling(path) else figures.get(path, math.nan) >= floor)
    ]


def under(path: str, figure: float) -> float:
    """The floor a little under what was measured."""
    if path.endswith(("ms", "_words")):
        return round(figure * TIME, 1)
    return round(figure + CLEAN, 2) if is_ceiling(path) else max(0.0, round(figure - FOUND, 1))


def raised(figures: dict[str, float], given: dict[str, float]) -> dict[str, float]:
    """New floors: never worse than those there are; none of nothing found."""
    new = {path: under(path, figure) for path, figure in figures.items() if is_ceiling(path) or figure > FOUND}
    return {
        path: (min if is_ceiling(path) else max)(floor, given[path]) if path in given else floor
        for path, floor in sorted((given | new).items())
    }


def lowered(kind: str, figures: dict[str, float], given: dict[str, float]) -> dict[str, float]:
    """The floors of a kind (``number_changed``), a group (``pairs.en-vi``) or one path, set to what is measured."""
    chosen = [path for path in given if path == kind or path.startswith(f"{kind}.") or path.endswith(f".{kind}")]
    if not chosen:
        raise SystemExit(f"No floor is called {kind!r}.")
    worse = {path for path, _, _ in fallen(figures, {path: given[path] for path in chosen})}
    if not worse:
        raise SystemExit(f"Nothing of {kind!r} is below its floor: there is nothing to lower.")
    kept = {path: under(path, figures[path]) for path in worse if path in figures}
    return {path: kept.get(path, floor) for path, floor in given.items() if path not in worse or path in kept}


def write(new: dict[str, float]) -> None:
    """The file, sorted, so that a change of one floor is one line."""
    lines = [f'"{path}" = {floor:g}' for path, floor in sorted(new.items())]
    head = [line for line in FILE.read_text("utf-8").splitlines() if line.startswith("#")] if FILE.exists() else HEAD
    FILE.write_text("\n".join([*head, "", "[floors]", *lines, ""]), "utf-8")


HEAD = [
    "# What the desk must not fall below: written by bench/floors.py --set, lowered by --lower alone.",
    "# Of figures with .found. in their name this is the least, of all others the most. Shares in per cent, times in ms.",
]


def note(kind: str, why: str) -> None:
    """A line in the changelog for whoever runs a newsroom."""
    text = CHANGELOG.read_text("utf-8").rstrip("\n")
    kind_of_change = "check-catches-less" if kind in KINDS or "found" in kind else "floor lowered"
    CHANGELOG.write_text(f"{text}\n- `{kind_of_change}`: the floor of `{kind}` is lower: {why.rstrip('.')}.\n", "utf-8")


def main() -> int:
    """Compare, set or lower."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--set", metavar="RESULT.json", type=Path)
    parser.add_argument("--from", dest="result", metavar="RESULT.json", type=Path, help="measured before, with --json")
    parser.add_argument("--lower", metavar="KIND")
    parser.add_argument("--why")
    asked = parser.parse_args()
    given = floors()
    if asked.lower and not asked.why:
        parser.error("--lower needs --why: whoever runs a newsroom is told")
    if asked.set:
        figures = json.loads(asked.set.read_text("utf-8"))
        write(raised(figures, given))
    else:
        if not asked.result:
            needs_data()
        figures = json.loads(asked.result.read_text("utf-8")) if asked.result else measured(asked.quick)
    if asked.json:
        print(json.dumps(figures, indent=1))
        return 0
    if asked.lower:
        write(lowered(asked.lower, figures, given))
        note(asked.lower, asked.why)
    if asked.quick:
        given = {path: floor for path, floor in given.items() if path in figures}
    below = fallen(figures, floors() if asked.set or asked.lower else given)
    for path, floor, figure in below:
        print(f"{path:<52} {'at most' if is_ceiling(path) else 'at least'} {floor:g}, measured {figure:g}")
    return bool(below)


if __name__ == "__main__":
    sys.exit(main())
