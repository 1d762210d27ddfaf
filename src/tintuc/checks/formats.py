"""Writes reports for people, for scripts, and for code-review tools (SARIF 2.1.0).

A report on one text is a string. One on a whole archive comes piece by piece, so that it never has to be held whole.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from tintuc.checks.audit import Audit, ranked
from tintuc.checks.model import Check
from tintuc.checks.registry import catalogue
from tintuc.checks.runner import Report

#: What SARIF calls our levels.
SARIF_LEVELS = {"hold": "error", "query": "warning", "note": "note"}


#: What an address or a path may hold as it stands.
URI_SAFE = "/:?#[]@!$&'()*+,;=%-._~"
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_json(report: Report, *, timings: bool = False) -> dict[str, Any]:
    """The report as plain data; with ``timings`` also the milliseconds each check took, the slowest first."""
    data: dict[str, Any] = {
        "verdict": report.verdict,
        "findings": [seen.as_json() for seen in report.seen],
        "skipped": [{"check": check, "reason": reason} for check, reason in report.skipped],
    }
    if timings:
        slowest = sorted(report.times.items(), key=lambda pair: -pair[1])
        data["timings"] = {check: round(took, 3) for check, took in slowest}
    return data


def json_text(report: Report, *, timings: bool = False) -> str:
    """The report as JSON."""
    return json.dumps(as_json(report, timings=timings), ensure_ascii=False, indent=1)


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
        place = where(seen.as_json()["place"])
        lines += ["", f"{seen.level.name:5}  {seen.check.id}  {place}", f"       {printable(seen.message())}"]
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
        "tool": {"driver": {"name": "tintuc", "rules": [_rule(check) for check in rules.values()]}},
        "results": [_result(seen.as_json(), name) for name, report in reports.items() for seen in report.seen],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)


def _rule(check: Check) -> dict[str, Any]:
    return {
        "id": check.id,
        "shortDescription": {"text": check.title},
        "fullDescription": {"text": check.why},
        "help": {"text": check.fix},
    }


def _result(data: dict[str, Any], name: str) -> dict[str, Any]:
    return {
        "ruleId": data["check"],
        "level": SARIF_LEVELS[data["level"]],
        "message": {"text": f"{data['message']} {data['fix']}"},
        "partialFingerprints": {"tintuc/v1": data["fingerprint"]},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": {"uri": quote(name, safe=URI_SAFE, errors="replace")}},
                "logicalLocations": [{"fullyQualifiedName": where(data["place"])}],
            }
        ],
        "properties": {"place": data["place"], "quote": data["quote"]},
    }


def where(place: dict[str, Any]) -> str:
    """A place in a few characters: a field, or a block with the characters from and to."""
    if not place["block"]:
        return str(place["field"])
    part = f".{place['part']}" if place["part"] else ""
    return f"{place['block']}{part}:{place['start']}-{place['end']}"


def printable(text: str) -> str:
    """The text with characters that show nothing, or steer a terminal, written out as escapes."""
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)


def _short(quote: str, most: int = 100) -> str:
    flat = printable(" ".join(quote.split()))
    return flat if len(flat) <= most else flat[: most - 1] + "…"


def audit_text(audit: Audit, title: str) -> Iterator[str]:
    """An audit for a person at a terminal: what is on hold, then the sums."""
    yield f"{title}\n"
    for row in audit.rows():
        if row["error"]:
            yield f"\n{row['name']}: COULD NOT BE READ: {printable(row['error'])}\n"
        elif row["verdict"] == "hold":
            yield f"\n{row['name']}: HOLD  {_short(row['headline'])}\n"
            for finding in row["findings"]:
                if finding["level"] == "hold" and not finding.get("waiver"):
                    quote = f" “{_short(finding['quote'])}”" if finding["quote"] else ""
                    yield f"  {finding['check']}  {where(finding['place'])}: {printable(finding['message'])}{quote}\n"
            if address := row["desk_url"] or row["url"]:
                yield f"  {address}\n"
        for waiver in row["unused_waivers"]:
            yield f"\n{row['name']}: unused waiver of {waiver['check']} by {waiver['by']}: {_short(waiver['reason'])}\n"
    for heading, table in (("check", audit.checks), ("edition", audit.editions), ("section", audit.sections)):
        width = max([len(heading), *map(len, table)])
        yield f"\n{heading:{width}}  articles  on hold   holds queries   notes  waived\n"
        for key, line in ranked(table):
            counts = "".join(f"{line.found[level]:8}" for level in ("hold", "query", "note", "waived"))
            yield f"{key or 'none':{width}}  {line.articles:8} {line.held:8}{counts}\n"
    if audit.paces:
        yield "\nSlowest checks, milliseconds in all and a run:\n"
        for check, pace in audit.slowest(5):
            yield f"  {pace.total:9.0f} {pace.total / pace.runs:9.2f}  {check}\n"
    broken = f", {audit.broken} could not be read" if audit.broken else ""
    yield f"\n{audit.total.articles} {audit.noun}, {audit.total.held} on hold{broken}.\n"


def audit_json(audit: Audit, title: str) -> Iterator[str]:
    """An audit as one JSON object; ``rows`` stands last, a line each, so that it can be read line by line too."""
    head = json.dumps({"title": title} | audit.as_data(), ensure_ascii=True, indent=1)
    yield head.removesuffix("\n}") + ',\n "rows": ['
    for number, row in enumerate(audit.rows()):
        yield (",\n" if number else "\n") + json.dumps(row, ensure_ascii=True)
    yield "\n]}\n"


def audit_sarif(audit: Audit, title: str) -> Iterator[str]:
    """An audit as SARIF 2.1.0, every finding a result; waived ones are suppressed, unread articles notifications."""
    rules = [_rule(check) for ident, check in catalogue().items() if ident in audit.checks]
    driver = {"name": "tintuc", "rules": rules}
    yield f'{{"$schema": {json.dumps(SCHEMA)}, "version": "2.1.0", "runs": [{{"tool": {json.dumps({"driver": driver})}'
    yield ', "results": ['
    first = True
    for row in audit.rows():
        for finding in row["findings"]:
            result = _result(finding, row["url"] or row["name"])
            if waiver := finding.get("waiver"):
                result["suppressions"] = [{"kind": "external", "justification": f"{waiver['by']}: {waiver['reason']}"}]
            yield ("\n" if first else ",\n") + json.dumps(result)
            first = False
    notices = ({"level": "error", "message": {"text": f"{row['name']}: {row['error']}"}}
               for row in audit.rows() if row["error"])  # fmt: skip
    yield '\n], "invocations": [{"executionSuccessful": true, "toolExecutionNotifications": ['
    for number, notice in enumerate(notices):
        yield (",\n" if number else "\n") + json.dumps(notice)
    yield "]}]}]}\n"


def audit_html(audit: Audit, title: str, subtitle: str = "", card: Callable[[str], str] | None = None) -> Iterator[str]:
    """An audit as one page that needs nothing else; ``card`` gives the address of a check's own page."""
    from jinja2 import Environment

    def rows(kind: str) -> Iterator[dict[str, Any]]:
        for row in audit.rows():
            if row["unused_waivers"] if kind == "unused" else row["verdict"] == kind:
                for finding in row["findings"]:
                    finding |= {"where": where(finding["place"]), "card": card(finding["check"]) if card else ""}
                yield row

    source = (files("tintuc.checks") / "templates" / "audit.html").read_text(encoding="utf-8")
    template = Environment(autoescape=True).from_string(source)
    for piece in template.generate(audit=audit, title=title, subtitle=subtitle, rows=rows, ranked=ranked):
        yield piece.encode("utf-8", "replace").decode()
