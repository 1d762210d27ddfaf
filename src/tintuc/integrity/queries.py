"""What the desk has to say about an article."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext

from tintuc.checks import Check, Level, Profile, catalogue, run
from tintuc.checks import Report as ChecksReport
from tintuc.integrity.dossiers import dossier_of, home_edition
from tintuc.integrity.models import Waiver
from tintuc.stories.models import Article
from tintuc.text import encoder

#: Findings that are mended, never waived: there is no good reason to show readers a hole or a wrong statement.
NEVER_WAIVED = frozenset({"translation.untranslated", "translation.stale"})
#: Of a chain of translations: whether the middle has caught up.
WAITS = "translation.waits"


@dataclass(frozen=True)
class Finding:
    """A finding as an editor sees it."""

    check: str
    title: str
    reason: str
    level: str  #: note, query or hold
    place: dict[str, Any]
    quote: str
    message: str
    fix: str
    why: str
    fingerprint: str
    replacement: str | None = None
    waiver: Waiver | None = None
    lapsed: Waiver | None = None  #: a waiver past its end, which no longer counts

    @property
    def open(self) -> bool:
        """Whether it still keeps the article in."""
        return self.level == "hold" and self.waiver is None

    @property
    def has_card(self) -> bool:
        """Whether its check has a page of its own."""
        return self.check in catalogue()

    @property
    def may_be_waived(self) -> bool:
        """Whether a person may let it pass."""
        return self.check not in NEVER_WAIVED

    def as_data(self) -> dict[str, Any]:
        """Plain data, for clearances and answers to scripts."""
        names = ("check", "title", "reason", "level", "place", "quote", "message", "fix", "fingerprint", "replacement")
        data = {name: getattr(self, name) for name in names}
        data["waiver"] = as_data(self.waiver) if self.waiver else None
        return data


def as_data(waiver: Waiver) -> dict[str, str]:
    """Who waived, why, and until when, as plain data."""
    until = waiver.until.isoformat(timespec="minutes") if waiver.until else ""
    return {"by": str(waiver.by), "reason": waiver.reason, "until": until}


@dataclass(frozen=True)
class Report:
    """The desk's view of one text: a verdict with all that led to it."""

    verdict: str  #: go or hold
    findings: list[Finding] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    unused_waivers: list[Waiver] = field(default_factory=list)
    times: dict[str, float] = field(default_factory=dict)  #: milliseconds each check took

    @property
    def open_holds(self) -> list[Finding]:
        """The findings that keep the article in."""
        return [finding for finding in self.findings if finding.open]


def zone_of(article: Article) -> dt.tzinfo:
    """The zone in which the days of an article's waivers begin and end: that of its home edition."""
    edition = home_edition(article)
    return edition.zone if edition else timezone.get_current_timezone()


def waits_for_source(article: Article) -> bool:
    """Whether the article's home edition holds a translation whose source lags behind its own; its profile decides."""
    edition = home_edition(article)
    profile = Profile.from_data(edition.profile if edition else {})
    return profile.levels.get(WAITS, catalogue()[WAITS].level) == Level.HOLD


def inspect(article: Article, checks: Iterable[Check] | None = None, source: Article | None = None) -> Report:
    """Run the checks (all, or those named) on exactly the words ``article`` holds, and match waivers.

    A translation is held against ``source``, by default the newest version of its source. Changes nothing.
    """
    edition = home_edition(article)
    encoder.use_heads(Path(settings.HEADS_ROOT))
    profile = Profile.from_data(edition.profile if edition else {})
    report = run(dossier_of(article, source), profile, checks, encoder=settings.ENCODER)
    return _with_waivers(report, article)


def _with_waivers(report: ChecksReport, article: Article) -> Report:
    now = timezone.now()
    current = Waiver.objects.filter(article=article.pk, taken_back_at=None).select_related("by")
    waivers = {waiver.fingerprint: waiver for waiver in current if waiver.holds_at(now)}
    lapsed = {waiver.fingerprint: waiver for waiver in current if not waiver.holds_at(now)}
    findings = [_finding(seen, waivers.get(seen.fingerprint), lapsed.get(seen.fingerprint)) for seen in report.seen]
    used = {finding.fingerprint for finding in findings}
    return Report(
        verdict="hold" if any(finding.open for finding in findings) else "go",
        findings=sorted(findings, key=lambda finding: ("hold", "query", "note").index(finding.level)),
        skipped=list(report.skipped),
        unused_waivers=[
            waiver for key, waiver in waivers.items() if key not in used and _could_be_found(waiver, report)
        ],
        times=report.times,
    )


def _could_be_found(waiver: Waiver, report: ChecksReport) -> bool:
    """Whether the waiver's check looked, or is gone: a check that was skipped has not said that all is well."""
    return waiver.check_id in report.times or waiver.check_id not in catalogue()


def _finding(seen: Any, waiver: Waiver | None, lapsed: Waiver | None) -> Finding:
    data = seen.as_json(gettext)
    return Finding(
        check=data["check"],
        title=gettext(seen.check.title),
        reason=data["reason"],
        level=data["level"],
        place=data["place"],
        quote=data["quote"],
        message=data["message"],
        fix=data["fix"],
        why=gettext(seen.check.why),
        fingerprint=seen.fingerprint,
        replacement=data.get("replacement"),
        waiver=None if data["check"] in NEVER_WAIVED else waiver,
        lapsed=lapsed,
    )
