"""Runs checks over one dossier. A check that breaks is an outcome, never a silence."""

from __future__ import annotations

import hashlib
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from tintuc.checks.composing import Composed, composed
from tintuc.checks.model import Check, Dossier, Finding, Level, Place
from tintuc.checks.profile import Profile
from tintuc.checks.registry import catalogue
from tintuc.text import encoder as encoders
from tintuc.text.languages import known

#: Characters of one dossier that are looked at. The longest news stories have 60,000; more is an attack or a mistake,
#: and is held unread, so that no text can take the desk's time.
MOST = 400_000
#: Characters of one dossier that the encoder looks at: it takes some milliseconds a sentence.
MOST_ENCODED = 120_000
#: Fields of a place that name no words: two signs there need not be about the same thing.
NOWHERE = frozenset({"story", "page"})
#: What an editor calls the fields of a dossier a check may lack.
MISSING = {
    "credits": "pictures whose credits are known",
    "claims": "dates of a page from outside",
    "declared": "declared language",
    "first_released": "earlier release",
    "near": "archive",
    "pairs": "source beside the text",
    "received": "date of receipt",
    "runs": "text",
    "source_language": "source beside the text",
    "served": "manifest of baked files",
    "terms": "term of the termbase",
    "names": "name the house knows",
}
#: Fields in which nothing is an answer, and only None says that nobody has looked.
MAY_BE_EMPTY = frozenset({"near"})
BROKE = "This check broke and says nothing about the text. Tell whoever runs the newsroom: %(error)s."
TOO_LONG = "The text has %(length)s characters, more than the desk reads (%(most)s)."
MEND_TOO_LONG = "Cut the text into several articles, or take out what is not part of it."


@dataclass(frozen=True)
class Seen:
    """A finding with its check, its level under the profile, and a fingerprint that waivers are keyed by."""

    check: Check
    finding: Finding
    level: Level
    fingerprint: str
    template: str = ""  #: where the sentence is not the check's own

    def message(self, translate: Callable[[str], str] = str) -> str:
        """The sentence an editor reads; ``translate`` puts the card's template into the editor's language first."""
        return translate(self.template or self.check.says[self.finding.reason]) % self.finding.values

    def as_json(self, translate: Callable[[str], str] = str) -> dict[str, Any]:
        """Plain data, as ``tintuc check --format json`` prints it."""
        place = self.finding.place
        return {
            "check": self.check.id,
            "reason": self.finding.reason,
            "level": self.level.name.lower(),
            "place": {
                "field": place.field,
                "block": place.block or None,
                "part": place.part or None,
                "start": place.start,
                "end": place.end,
            },
            "quote": self.finding.quote,
            "message": self.message(translate),
            "fix": translate(self.check.fix),
            "fingerprint": self.fingerprint,
            "replacement": self.finding.replacement,
        }


@dataclass(frozen=True)
class Report:
    """What the checks had to say about one dossier."""

    seen: tuple[Seen, ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()  #: id and why
    times: dict[str, float] = field(default_factory=dict)  #: milliseconds each check took

    @property
    def verdict(self) -> str:
        """``hold`` if any finding holds, else ``go``."""
        return "hold" if any(seen.level is Level.HOLD for seen in self.seen) else "go"


def run(
    dossier: Dossier, profile: Profile | None = None, checks: Iterable[Check] | None = None, *, encoder: bool = False
) -> Report:
    """Run ``checks`` (the whole catalogue by default) under ``profile`` and collect what they saw.

    Checks that need the sentence encoder run if ``encoder`` says so or the profile names them.

    Never raises for any text: a check that breaks shows as a query, a text too long to read as a hold.
    """
    profile = profile or Profile()
    if (length := _length(dossier)) > MOST:
        return Report(seen=(_too_long(length),))
    read = composed(dossier)
    seen: list[Seen] = []
    skipped: list[tuple[str, str]] = []
    times: dict[str, float] = {}
    counts: Counter[str] = Counter()
    for check in checks if checks is not None else catalogue().values():
        if reason := _why_skipped(check, read.dossier, profile, encoder):
            skipped.append((check.id, reason))
            continue
        begun = time.perf_counter()
        seen += _run_one(check, read, profile, counts)
        times[check.id] = (time.perf_counter() - begun) * 1000
    return Report(tuple(_correlated(seen, profile)), tuple(skipped), times)


def _correlated(seen: list[Seen], profile: Profile) -> Iterator[Seen]:
    """Raise weak findings to queries where two checks or more have one of the same block, or field outside the body.

    Each sign alone fires on much clean news; two different ones at one place seldom do. A level that the profile sets
    stays as it is.
    """
    signs: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for one in seen:
        if one.finding.weak:
            signs[_spot(one.finding)].add(one.check.id)
    for one in seen:
        several = one.finding.weak and len(signs[_spot(one.finding)]) > 1 and _spot(one.finding)[0] not in NOWHERE
        yield replace(one, level=Level.QUERY) if several and not profile.levels.get(one.check.id) else one


def _spot(finding: Finding) -> tuple[str, str]:
    return finding.place.field, finding.place.block


def _why_skipped(check: Check, dossier: Dossier, profile: Profile, encoder: bool) -> str:
    if check.id in profile.levels and profile.levels[check.id] is None:
        return f"switched off: {profile.reasons[check.id]}"
    base = dossier.language.split("-", 1)[0]
    if check.languages is not None and dossier.language not in check.languages and base not in check.languages:
        return f"has no tables for {dossier.language}" if dossier.language not in known() else (
            f"is not for {dossier.language}"
        )  # fmt: skip
    if "pairs" in check.needs and dossier.source_language and (reason := _unread_source(check, dossier)):
        return reason
    if missing := sorted([need for need in check.needs if _lacks(dossier, need)]):
        return f"no {', '.join(MISSING.get(need, need) for need in missing)} to look at"
    if check.requires == "encoder":
        return _why_not_encoded(check, dossier, encoder or check.id in profile.levels)
    return ""


def _lacks(dossier: Dossier, need: str) -> bool:
    value = getattr(dossier, need)
    return value is None or (not value and need not in MAY_BE_EMPTY)


def _why_not_encoded(check: Check, dossier: Dossier, asked: bool) -> str:
    """Why a check that needs the encoder cannot run; the encoder itself is not loaded for it."""
    if not asked:
        return "runs only with --encoder or TINTUC_ENCODER=1"
    if not encoders.available():
        return "needs the extra tintuc[encoder]"
    languages = [dossier.language, *([dossier.source_language] if "pairs" in check.needs else [])]
    if unknown := [language for language in languages if not encoders.knows(language)]:
        return f"the encoder does not know {unknown[0]}: teach it with tintuc learn-head"
    return "the text is too long for the encoder" if _length(dossier) > MOST_ENCODED else ""


def _unread_source(check: Check, dossier: Dossier) -> str:
    """A comparison needs both languages: of a source it cannot read every figure would count as added."""
    base = dossier.source_language.split("-", 1)[0]
    if check.languages is None or {dossier.source_language, base} & check.languages:
        return ""
    return f"has no tables for {dossier.source_language}, the source's language"


def _run_one(check: Check, read: Composed, profile: Profile, counts: Counter[str]) -> list[Seen]:
    try:
        findings = [read.back(finding) for finding in check.find(read.dossier)]
    except Exception as error:
        broke = Finding("broke", Place("story"), "", {"error": f"{type(error).__name__}: {error}"})
        return [Seen(check, broke, Level.QUERY, _fingerprint(check, broke, 0), BROKE)]
    seen = []
    for finding in findings:
        own = Level.NOTE if finding.weak else finding.level or check.level
        level = profile.levels.get(check.id) or own
        key = _fingerprint(check, finding, 0)
        seen.append(Seen(check, finding, level, _fingerprint(check, finding, counts[key])))
        counts[key] += 1
    return seen


def _fingerprint(check: Check, finding: Finding, nth: int) -> str:
    """Sixteen hexadecimal digits that stay the same while the check says the same of the same words.

    Block ids and offsets are left out, so that moving a paragraph or mending another keeps a waiver.
    """
    text = "\0".join([check.id, finding.reason, finding.place.field, finding.place.part, finding.quote, str(nth)])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _length(dossier: Dossier) -> int:
    fields = (dossier.kicker, dossier.headline, dossier.standfirst, dossier.dateline)
    return sum(map(len, fields)) + sum(len(block.text) for block in dossier.body)


def _too_long(length: int) -> Seen:
    check = next(iter(catalogue().values()))
    card = Check(
        id="text.too-long",
        title="Text too long to be read",
        level=Level.HOLD,
        says={"too-long": TOO_LONG},
        why="The desk cannot answer for what it has not read.",
        fix=MEND_TOO_LONG,
        since=check.since,
        find=check.find,
        examples=(),
    )
    finding = Finding("too-long", Place("story"), "", {"length": str(length), "most": str(MOST)})
    return Seen(card, finding, Level.HOLD, _fingerprint(card, finding, 0))
