"""Adds up what the checks say of many articles, in the memory of a few: rows with something to tell go to a file."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from types import TracebackType
from typing import Any, TextIO

#: Of a finding's own words, characters that a report keeps: a quote may be a whole paragraph, and there may be many.
LONGEST_QUOTE = 600
LEVELS = ("hold", "query", "note")


@dataclass(frozen=True)
class Row:
    """One article or page of an audit, as plain data that can cross from one process to another."""

    name: str  #: what it is called in the archive: its number, or its file
    headline: str = ""
    language: str = ""
    edition: str = ""  #: site and language
    section: str = ""
    url: str = ""  #: where readers find it
    desk_url: str = ""  #: where editors mend it
    findings: tuple[dict[str, Any], ...] = ()  #: as ``Seen.as_json``, with ``title`` and ``waiver``
    unused_waivers: tuple[dict[str, str], ...] = ()
    error: str = ""  #: why it could not be read
    times: dict[str, float] = field(default_factory=dict)  #: milliseconds each check took

    @property
    def held(self) -> bool:
        """Whether any finding holds that nobody has waived."""
        return any(counts_as(finding) == "hold" for finding in self.findings)

    @property
    def verdict(self) -> str:
        """``hold``, ``go``, or ``broken`` if it could not be read."""
        return "broken" if self.error else "hold" if self.held else "go"

    def as_data(self) -> dict[str, Any]:
        """Plain data, as ``tintuc audit --format json`` prints it."""
        data = asdict(self)
        del data["times"]
        return data | {"verdict": self.verdict}


def counts_as(finding: dict[str, Any]) -> str:
    """The column a finding is counted in: its level, or ``waived``."""
    return "waived" if finding.get("waiver") else str(finding["level"])


def shortened(finding: dict[str, Any]) -> dict[str, Any]:
    """The finding with its quote cut to what a report keeps."""
    quote = finding["quote"]
    return finding if len(quote) <= LONGEST_QUOTE else finding | {"quote": quote[: LONGEST_QUOTE - 1] + "…"}


@dataclass
class Line:
    """One line of a table: how many articles there are, and what was found in them."""

    title: str = ""
    articles: int = 0  #: of a check: those in which it found anything
    held: int = 0  #: of a check: those it holds
    found: Counter[str] = field(default_factory=Counter)  #: findings by level, and waived ones

    def add(self, row: Row, findings: list[dict[str, Any]]) -> None:
        """Count one article with these of its findings."""
        counts = Counter(map(counts_as, findings))
        self.articles += 1
        self.held += bool(counts["hold"])
        self.found += counts


@dataclass
class Pace:
    """How long a check took."""

    runs: int = 0
    total: float = 0.0  #: milliseconds
    worst: float = 0.0
    worst_name: str = ""

    def add(self, name: str, took: float) -> None:
        """Count one run."""
        self.runs += 1
        self.total += took
        if took > self.worst:
            self.worst, self.worst_name = took, name


class Audit:
    """The sums, and the rows that have something to tell. Use it as a context manager: it holds a temporary file."""

    def __init__(self, noun: str = "articles") -> None:
        self.noun = noun  #: what its rows are
        self.total = Line()
        self.broken = 0
        self.unused_waivers = 0
        self.checks: dict[str, Line] = {}
        self.editions: dict[str, Line] = {}
        self.sections: dict[str, Line] = {}
        self.paces: dict[str, Pace] = {}
        self._file: TextIO = tempfile.TemporaryFile("w+", encoding="utf-8", errors="surrogatepass")  # noqa: SIM115

    def __enter__(self) -> Audit:
        """Itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Let the temporary file go."""
        self._file.close()

    def add(self, row: Row) -> None:
        """Count one article, and keep what it has to tell."""
        findings = list(row.findings)
        self.total.add(row, findings)
        self.broken += bool(row.error)
        self.unused_waivers += len(row.unused_waivers)
        for table, key in ((self.editions, row.edition), (self.sections, row.section)):
            table.setdefault(key, Line()).add(row, findings)
        for check in {finding["check"] for finding in findings}:
            mine = [finding for finding in findings if finding["check"] == check]
            self.checks.setdefault(check, Line(mine[0].get("title", ""))).add(row, mine)
        for check, took in row.times.items():
            self.paces.setdefault(check, Pace()).add(row.name, took)
        if findings or row.unused_waivers or row.error:
            data = row.as_data() | {"findings": [shortened(finding) for finding in findings]}
            self._file.write(json.dumps(data, ensure_ascii=True) + "\n")

    def rows(self) -> Iterator[dict[str, Any]]:
        """The kept rows in the order they came, one at a time."""
        self._file.flush()
        self._file.seek(0)
        for line in self._file:
            yield json.loads(line)

    @property
    def verdict(self) -> str:
        """``go`` only if every article could be read and nothing is on hold."""
        return "hold" if self.total.held or self.broken else "go"

    def slowest(self, most: int = 10) -> list[tuple[str, Pace]]:
        """The checks that took the most time, the slowest first."""
        return sorted(self.paces.items(), key=lambda pair: -pair[1].total)[:most]

    def as_data(self) -> dict[str, Any]:
        """The sums as plain data."""
        return {
            "verdict": self.verdict,
            "articles": self.total.articles,
            "held": self.total.held,
            "broken": self.broken,
            "unused_waivers": self.unused_waivers,
            "findings": _levels(self.total),
            "by_check": [{"check": key, "title": line.title} | _sums(line) for key, line in ranked(self.checks)],
            "by_edition": [{"edition": key} | _sums(line) for key, line in ranked(self.editions)],
            "by_section": [{"section": key} | _sums(line) for key, line in ranked(self.sections)],
            "slowest": [
                {
                    "check": check,
                    "runs": pace.runs,
                    "total_ms": round(pace.total, 1),
                    "mean_ms": round(pace.total / pace.runs, 3),
                    "worst_ms": round(pace.worst, 1),
                    "worst": pace.worst_name,
                }
                for check, pace in self.slowest()
            ],
        }


def ranked(table: dict[str, Line]) -> list[tuple[str, Line]]:
    """The lines of a table, those that hold most first."""
    return sorted(table.items(), key=lambda pair: (-pair[1].held, -pair[1].found.total(), pair[0]))


def _levels(line: Line) -> dict[str, int]:
    return {name: line.found[name] for name in (*LEVELS, "waived")}


def _sums(line: Line) -> dict[str, Any]:
    return {"articles": line.articles, "held": line.held, "findings": _levels(line)}
