"""Writes a report for people, for scripts, and for code-review tools (SARIF 2.1.0)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tintuc.checks.runner import Report, Seen

#: What SARIF calls our levels.
SARIF_LEVELS = {"hold": "error", "query": "warning", "note": "note"}


def as_json(report: Report) -> dict[str, Any]:
    """The report as plain data."""
    return {
        "verdict": report.verdict,
        "findings": [seen.as_json() for seen in report.seen],
        "skipped": [{"check": check, "reason": reason} for check, reason in report.skipped],
    }


def json_text(report: Report) -> str:
    """The report as JSON."""
    return json.dumps(as_json(report), ensure_ascii=False, indent=1)


def json_of_many(reports: Mapping[str, Report]) -> str:
    """Several articles' reports as one JSON text; each finding names its article."""
    verdicts = {name: report.verdict for name, report in reports.items()}
    data = {
        "verdict": "hold" if "hold" in verdicts.values() else "go",
        "articles": [{"id": name, "verdict": verdict} for name, verdict in verdicts.items()],
        "findings": [{"article": name} | one.as_json() for name, report in reports.items() for one in report.seen],
        "skipped": [
            {"article": name, "check": check, "reason": reason}
            for name, report in reports.items()
            for check, reason in report.skipped
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=1)


def text(report: Report, name: str) -> str:
    """The report for a person at a terminal."""
    lines = [f"{name}: {report.verdict.upper()}"]
    for seen in sorted(report.seen, key=lambda one: -one.level):
        lines += ["", f"{seen.level.name:5}  {seen.check.id}  {_where(seen)}", f"       {seen.message()}"]
        if seen.finding.quote:
            lines.append(f"       “{_short(seen.finding.quote)}”")
        lines.append(f"       → {seen.check.fix}")
    if report.skipped:
        lines += ["", f"Not looked at: {', '.join(f'{check} ({reason})' for check, reason in report.skipped)}."]
    return "\n".join(lines)


def sarif(report: Report, name: str) -> str:
    """The report as SARIF 2.1.0. Places are blocks and characters, as logical locations."""
    return sarif_of_many({name: report})


def sarif_of_many(reports: Mapping[str, Report]) -> str:
    """Several articles' reports as one SARIF run."""
    rules = {seen.check.id: seen.check for report in reports.values() for seen in report.seen}
    run = {
        "tool": {
            "driver": {
                "name": "tintuc",
                "rules": [
                    {
                        "id": check.id,
                        "shortDescription": {"text": check.title},
                        "fullDescription": {"text": check.why},
                        "help": {"text": check.fix},
                    }
                    for check in rules.values()
                ],
            }
        },
        "results": [_result(seen, name) for name, report in reports.items() for seen in report.seen],
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)


def _result(seen: Seen, name: str) -> dict[str, Any]:
    data = seen.as_json()
    return {
        "ruleId": data["check"],
        "level": SARIF_LEVELS[data["level"]],
        "message": {"text": f"{data['message']} {data['fix']}"},
        "partialFingerprints": {"tintuc/v1": data["fingerprint"]},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": {"uri": name}},
                "logicalLocations": [{"fullyQualifiedName": _where(seen)}],
            }
        ],
        "properties": {"place": data["place"], "quote": data["quote"]},
    }


def _where(seen: Seen) -> str:
    place = seen.finding.place
    if not place.block:
        return place.field
    part = f".{place.part}" if place.part else ""
    return f"{place.block}{part}:{place.start}-{place.end}"


def _short(quote: str, most: int = 100) -> str:
    flat = " ".join(quote.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"
