"""How often the checks fire on clean news, what they find of what is put in, and what they cost. Prints JSON.

Clean news: the 181 pages of ``news-pages`` (their gold text) and the documents of ``ntrex`` in every language it has
here, both from the folder TINTUC_SHARED names, without any source beside them. Put in (``put-in.toml``), at places
drawn with a fixed seed: a line of spam once and twice, a paragraph of any script, and one of a sister language; and
(``injected.toml``) lines and paragraphs in the page's own language, each once, of which one half is never looked at while
rules are made. Times
are CPU milliseconds of one process.

``python bench/checks.py [--quick | --raw]``: ``--quick`` puts things into every fourth document only, ``--raw`` measures
only what ``tintuc check --jsonl`` takes for the real pages as they came, with the load of the machine beside it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from typing import Any

from corpus import FILES, documents, injected, needs_data, pages, put_in, raw_pages, translated

from tintuc.checks import Block, Dossier, Level, Report, run

#: Width of a paragraph between which a line is put: nobody puts one between two captions.
WIDE = 80
#: Raw pages whose cost tells that of the start.
FIRST_PAGES = 20
#: Characters of a foreign paragraph that is taken from ntrex: where one letter is a word, less.
LEAST = {"zh-Hans": 30, "zh-Hant": 30, "ja": 40, "ko": 40}


def rates(dossiers: list[Dossier]) -> dict[str, Any]:
    """Share of documents with any finding above a note, with a hold, and by check."""
    flagged: Counter[str] = Counter()
    holds: Counter[str] = Counter()
    any_hold = any_query = 0
    for one in dossiers:
        seen = run(one).seen
        if broken := [each.message() for each in seen if each.finding.reason == "broke"]:
            raise SystemExit(broken[0])
        any_hold += any(finding.level is Level.HOLD for finding in seen)
        any_query += any(finding.level > Level.NOTE for finding in seen)
        flagged.update({finding.check.id for finding in seen})
        holds.update({finding.check.id for finding in seen if finding.level is Level.HOLD})
    share = 100 / len(dossiers)
    return {
        "documents": len(dossiers),
        "any_hold_%": round(any_hold * share, 2),
        "above_note_%": round(any_query * share, 2),
        "flagged_%": {check: round(count * share, 2) for check, count in sorted(flagged.items())},
        "hold_%": {check: round(count * share, 2) for check, count in sorted(holds.items())},
    }


class Tally:
    """How many were put in, held, asked about and seen at all, by name."""

    def __init__(self) -> None:
        self.tried: Counter[str] = Counter()
        self.level: dict[str, Counter[Level]] = {}

    def add(self, name: str, report: Report, block: str, only: Callable[[str], bool]) -> None:
        levels = [s.level for s in report.seen if s.finding.place.block == block and only(s.check.id)]
        self.tried[name] += 1
        self.level.setdefault(name, Counter()).update([max(levels)] if levels else [])

    def data(self) -> dict[str, dict[str, float]]:
        """The share found at each level or above."""
        return {
            name: {
                "tried": tried,
                "hold_%": round(100 * self.level[name][Level.HOLD] / tried, 1),
                "found_%": round(100 * (self.level[name][Level.HOLD] + self.level[name][Level.QUERY]) / tried, 1),
                "with_notes_%": round(100 * self.level[name].total() / tried, 1),
            }
            for name, tried in sorted(self.tried.items())
        }


def with_lines(dossiers: list[Dossier]) -> dict[str, Any]:
    """What is found of a line of spam that is put in once, and twice; by the line's language."""
    refuse_known_words()
    lines = [(language, line) for language, known in put_in()["lines"].items() for line in known]
    chance, once, twice = random.Random(7), Tally(), Tally()

    def injection(check: str) -> bool:
        return check.startswith("injection.")

    for one in dossiers:
        texts = [block.text for block in one.body]
        wide = [n for n in range(1, len(texts)) if min(len(texts[n - 1]), len(texts[n])) >= WIDE]
        if len(wide) < 2:
            continue
        language, line = chance.choice(lines)
        upper, lower = sorted(chance.sample(wide, 2))
        body = [*one.body[:lower], Block(line, "x2"), *one.body[lower:]]
        once.add(language, run(replace(one, body=tuple(body))), "x2", injection)
        body.insert(upper, Block(line, "x1"))
        report = run(replace(one, body=tuple(body)))
        for block in ("x1", "x2"):
            twice.add(language, report, block, injection)
    return {"lines": len(lines), "once": once.data(), "twice": twice.data()}


def with_injected() -> dict[str, Any]:
    """What is found of each line and paragraph of ``injected.toml``, put once into three documents of its language."""
    refuse_known_words()
    on_pages: dict[str, list[Dossier]] = defaultdict(list)
    for one in pages():
        on_pages[one.language].append(one)
    found: dict[str, Any] = {}
    for half, kinds in injected().items():
        for kind, by_language in kinds.items():
            for where in ("ntrex", "pages"):
                tally = Tally()
                for language, texts in by_language.items():
                    hosts = translated(language) if where == "ntrex" else on_pages[language] or on_pages["en"]
                    put_once(texts, [one for one in hosts if spots(one)], random.Random(f"{language}{kind}"), tally)
                found[f"{kind} {where} {half}"] = tally.data()["all"]
    return found


def put_once(texts: list[str], hosts: list[Dossier], chance: random.Random, tally: Tally) -> None:
    """Put each text between two long paragraphs of three of the documents."""
    for text in texts:
        for one in chance.sample(hosts, min(3, len(hosts))):
            at = chance.choice(spots(one))
            body = (*one.body[:at], Block(text, "x"), *one.body[at:])
            tally.add("all", run(replace(one, body=body)), "x", lambda _: True)


def spots(one: Dossier) -> list[int]:
    """Where two long paragraphs meet."""
    least = LEAST.get(one.language, WIDE)
    texts = [block.text for block in one.body]
    return [at for at in range(1, len(texts)) if min(len(texts[at - 1]), len(texts[at])) >= least]


def refuse_known_words() -> None:
    """A line that a table of the product holds would measure the table."""
    tables = "\n".join(
        file.read_text(encoding="utf-8").casefold()
        for room in ("tintuc.text", "tintuc.intake")
        for file in (files(room) / "tables").iterdir()
        if file.name.endswith(".toml")
    )
    written = [*put_in()["lines"].values(), *(row for half in injected().values() for row in half["lines"].values())]
    if known := [line for lines in written for line in lines if f'"{line.casefold()}"' in tables]:
        raise SystemExit(f"Lines of the bench that stand in a table of ours: {', '.join(known)}.")


def with_paragraphs(quick: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is found of a paragraph of every other language in documents of each, and of sister languages."""
    every, sisters = Tally(), Tally()
    for host in FILES:
        chance = random.Random(host)
        hosts = translated(host)[:: 4 if quick else 1]
        for number, one in enumerate(hosts):
            for guest in guests(host, number, len(hosts)):
                body = list(one.body)
                body.insert(chance.randrange(len(body) + 1), Block(paragraph(guest, chance), "x"))
                report = run(replace(one, body=tuple(body)))
                every.add(f"{guest} in any", report, "x", is_language)
                every.add(f"any in {host}", report, "x", is_language)
                if guest in put_in()["sisters"].get(host, ()):
                    sisters.add(f"{guest} in {host}", report, "x", is_language)
    return every.data(), sisters.data()


def guests(host: str, number: int, hosts: int) -> list[str]:
    """Each document gets two languages of all the others in turn, and its language's sisters."""
    others = [tag for tag in [*FILES, *put_in()["paragraphs"]] if tag != host]
    near = put_in()["sisters"].get(host, ())
    turn = [others[(2 * number + n) % len(others)] for n in range(2)]
    return [tag for tag in turn if tag not in near] + list(near)


def paragraph(language: str, chance: random.Random) -> str:
    """One of ntrex, long enough to be one, or the one that was written for the bench."""
    if language in put_in()["paragraphs"]:
        return str(put_in()["paragraphs"][language])
    texts = [text for rows in documents(language).values() for _, text in rows]
    return chance.choice([text for text in texts if len(text) >= LEAST.get(language, WIDE)])


def is_language(check: str) -> bool:
    """Whether a check asks what language a passage is in."""
    return check.startswith("language.")


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


def raw(rounds: int = 3) -> dict[str, float]:
    """What ``tintuc check --jsonl`` takes for the real pages as they came: the best of some rounds.

    ``cpu_s`` and ``wall_s`` hold the start, which is the same for any number of pages; ``pages_a_second`` is what the
    rest of them take after the first :data:`FIRST_PAGES`, with all processors.
    """
    lines = [json.dumps({"id": at, "html": page}, ensure_ascii=False) + "\n" for at, page in enumerate(raw_pages())]
    cpu, wall = _read_raw(lines, rounds)
    _, wall_first = _read_raw(lines[:FIRST_PAGES], rounds)
    return {
        "pages": len(lines),
        "cpu_s": round(cpu, 2),
        "cpu_ms_a_page": round(1000 * cpu / len(lines), 1),
        "wall_s": round(wall, 2),
        "pages_a_second": round((len(lines) - FIRST_PAGES) / (wall - wall_first), 1),
        "processors": len(os.sched_getaffinity(0)),
        "load": round(os.getloadavg()[0], 1),
    }


def _read_raw(lines: list[str], rounds: int) -> tuple[float, float]:
    """The least CPU and wall seconds."""
    command = [sys.executable, "-c", "from tintuc.config.cli import main; raise SystemExit(main())", "check", "--jsonl"]
    spent, waited = [], []
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(lines)
        file.flush()
        for _ in range(rounds):
            before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
            found = subprocess.run(
                [*command, file.name, "--jobs", str(len(os.sched_getaffinity(0)))],
                stdout=subprocess.DEVNULL,
                check=False,
            )
            assert found.returncode in (0, 1), found  # 1: a page is held
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            waited.append(time.monotonic() - begun)
            spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(spent), min(waited)


def measured(quick: bool = False) -> dict[str, Any]:
    """All figures."""
    real = pages()
    spent = cost(real)  # first, while nothing is cached
    every, sisters = with_paragraphs(quick)
    spread = real[:: 4 if quick else 1]
    return {
        "cost": spent,
        "raw_pages": raw(),
        "news_pages": rates(real),
        "ntrex": {language: rates(translated(language)) for language in FILES},
        "lines_news_pages": with_lines(spread),
        "lines_ntrex": with_lines([one for tag in FILES for one in translated(tag)[:: 8 if quick else 2]]),
        "injected": with_injected(),
        "foreign_paragraphs": every,
        "sister_languages": sisters,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="put things into every fourth document only")
    parser.add_argument("--raw", action="store_true", help="only what the real pages take as they came")
    asked = parser.parse_args()
    needs_data()
    json.dump(raw() if asked.raw else measured(asked.quick), sys.stdout, indent=1, ensure_ascii=False)
    print()
