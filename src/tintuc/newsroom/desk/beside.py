"""What stands beside one passage: suggestions of the memory and of machines, and the words it had before."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tintuc.integrity.queries import Finding, Report
from tintuc.network.permissions import may
from tintuc.newsroom.desk.page import person
from tintuc.newsroom.desk.rows import shown
from tintuc.stories.errors import StoryError
from tintuc.stories.models import Article
from tintuc.stories.passages import plain
from tintuc.translation.differences import differences
from tintuc.translation.engines.choosing import configured
from tintuc.translation.engines.errors import EngineError
from tintuc.translation.engines.notes import sentence
from tintuc.translation.engines.plug import NO_DRAFT
from tintuc.translation.engines.quality import changed_share
from tintuc.translation.engines.suggest import suggest
from tintuc.translation.memory import look_up
from tintuc.translation.models import PastUnit
from tintuc.translation.words import is_rich

#: Earlier words of a passage that are shown.
MOST = 12


def beside(version: Article, source: Article, key: str, user: Any) -> dict[str, Any]:
    """Suggestions and history of the passage ``key``."""
    passages = [passage for passage in source.passages() if passage.text.strip()]
    place = next((number for number, passage in enumerate(passages) if passage.key == key), None)
    found = []
    if place is not None:
        found = look_up(
            passages[place].text,
            source_language=source.language,
            language=version.language,
            by=user,
            before=passages[place - 1].text if place else "",
            after=passages[place + 1].text if place + 1 < len(passages) else "",
        )
    mine = {passage.key: passage for passage in version.passages()}
    return {
        "key": key,
        "suggestions": [
            {
                "from": "memory",
                "kind": one.kind,
                "score": one.score,
                "source": one.source,
                "text": one.target,
                "by": one.by,
                "at": one.at.isoformat(),
                "note": one.origin_note,
                "changes": differences(one.source, passages[place].text) if one.kind == "fuzzy" else [],
            }
            for one in found
            if not (one.article == version.pk and one.key == key)
        ],
        "machines": _machines() and may(user, "draft", version.story.site_id),
        "history": _history(version, key, mine.get(key) or next((p for p in passages if p.key == key), None)),
    }


def _machines() -> bool:
    """Whether there is any engine to ask."""
    try:
        return bool(configured())
    except EngineError:
        return False


def machine(version: Article, source: Article, key: str, user: Any) -> dict[str, Any]:
    """A machine's words for the passage ``key``, or why there are none."""
    try:
        made = suggest(article=version, key=key, by=user)
    except (EngineError, StoryError) as problem:
        return {"error": str(problem)}
    passage = next((one for one in source.passages() if one.key == key), None)
    if made is None or passage is None:
        return {"error": sentence(NO_DRAFT)}
    return {
        "from": "machine",
        "kind": "machine",
        "engine": made.engine,
        "value": shown(passage, made.value),
        "text": plain(made.value) if is_rich(passage) else made.value,
        "quality": _quality(made.engine, version, source),
        "note": " ".join(sentence(*note) for note in made.notes),
        "by": "",
    }


def _quality(engine: str, version: Article, source: Article) -> str:
    """How much of this machine's words people have changed so far, so that one knows what to expect of it."""
    share = changed_share(
        engine=engine, source_language=source.language, language=version.language, site=version.story.site_id
    )
    return "" if share is None else _("%(percent)d %% of its words changed so far") % {"percent": round(100 * share)}


def _history(version: Article, key: str, passage: Any) -> list[dict[str, Any]]:
    if passage is None:
        return []
    rows = PastUnit.objects.filter(article=version.pk, key=key).exclude(target_value="").select_related("by")
    return [
        {
            "value": shown(passage, row.target_value),
            "state": row.state,
            "origin": row.origin,
            "engine": row.engine,
            "by": person(row.by),
            "at": row.at.isoformat(),
        }
        for row in rows[:MOST]
    ]


def findings(report: Report, may_waive: bool, link: Any) -> list[dict[str, Any]]:
    """What the integrity desk says, at the characters of each passage; places counted in code points."""
    return [
        {
            "fingerprint": one.fingerprint,
            "level": one.level,
            "title": one.title,
            "message": one.message,
            "fix": one.fix,
            "key": _key(one),
            "start": one.place.get("start") or 0,
            "end": one.place.get("end") or 0,
            "quote": one.quote,
            "replacement": one.replacement,
            "waiver": {"by": str(one.waiver.by), "reason": one.waiver.reason} if one.waiver else None,
            "waivable": may_waive and one.level == "hold" and one.may_be_waived,
            "card": link(one.check) if one.has_card else "",
            "check": one.check,
        }
        for one in report.findings
    ]


def _key(one: Finding) -> str:
    place = one.place
    if not place.get("block"):
        return str(place.get("field") or "")
    return f"{place['block']}.{place['part']}" if place.get("part") else str(place["block"])
