"""Takes an agency's file into a translation."""

from __future__ import annotations

import hashlib
import re
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from tintuc.network.permissions import require
from tintuc.stories.models import Article
from tintuc.stories.passages import FIELDS
from tintuc.translation.actions.translate_into import emptied
from tintuc.translation.errors import TranslationRefused
from tintuc.translation.exchange.plan import CONFIRM, TAKE_STALE, Line, Plan, plan_of
from tintuc.translation.models import Unit
from tintuc.translation.queries import source_of

#: What the log calls it.
TAKEN = "tintuc.exchange.taken"
NAME = re.compile(r"[^\w .&+-]+")


@transaction.atomic
def take_file(
    *, article: Article, raw: bytes, agency: str, by: Any, overwrite: bool = False, expected: str = ""
) -> Plan:
    """Take what is sound in ``raw`` into a new version of ``article``, and return the plan that was followed.

    ``expected`` is the fingerprint of the plan a person has seen: if file, article or source are others by now, nothing
    is done. ``by`` is None for whoever runs the command line. The article as readers have it is not touched.
    """
    if by is not None:
        require(by, "translate", article.story.site_id)
    locked = Article.objects.select_for_update().get(pk=article.pk)
    lock = locked.get_lock()
    if lock and (by is None or lock.for_user(by)):
        raise TranslationRefused(_("The article is locked. Nothing was taken in."))
    plan = plan_of(article, raw, overwrite=overwrite)
    agency = origin_of(agency)
    if expected and expected != plan.fingerprint:
        raise TranslationRefused(_("The article or its source has changed since you looked. Look at the file again."))
    if plan.refused:
        raise TranslationRefused(plan.refused)
    if not plan.acts:
        raise TranslationRefused(_("The file has nothing to take in."))
    source = source_of(plan.article)
    written = [line for line in plan.acts if line.verdict != CONFIRM]
    revision = None
    if written:
        put(plan.article, source, written)
        revision = plan.article.save_revision(user=by, clean=False, log_action=False)
    _note(plan, by)
    log(
        instance=locked,
        action=TAKEN,
        user=by,
        revision=revision,
        content_changed=bool(written),
        data={
            "origin": agency,
            "file": hashlib.sha256(raw).hexdigest(),
            "format": plan.format,
            "units": {line.key: line.verdict for line in plan.acts},
        },
    )
    return plan


def origin_of(agency: str) -> str:
    """Who made a version, as its record has it: ``agency/NAME``."""
    name = " ".join(NAME.sub(" ", agency).split())[:80]
    if not name:
        raise TranslationRefused(_("Say which agency the file is from."))
    return f"agency/{name}"


def put(article: Article, source: Article | None, lines: list[Line]) -> None:
    """Write the lines' values into ``article``, in memory; blocks it does not have yet come from the source, empty."""
    body = article.raw_body()
    theirs = source.raw_body() if source else []
    for line in lines:
        if line.key in FIELDS:
            setattr(article, line.key, line.value)
            continue
        ident, _dot, part = line.key.rpartition(".") if line.part else (line.key, "", "")
        block = _block(body, theirs, ident)
        if not line.part:
            block["value"] = line.value
        elif line.kind == "list":
            entries = block["value"]
            while len(entries) <= int(part):
                entries.append({"type": "item", "value": "", "id": str(uuid4())})
            entries[int(part)] = _entry(entries[int(part)], line.value)
        else:
            block["value"] = {**block["value"], part: line.value}
    article.body = body


def _entry(entry: Any, value: str) -> dict[str, Any]:
    return (
        {**entry, "value": value} if isinstance(entry, dict) else {"type": "item", "value": value, "id": str(uuid4())}
    )


def _block(body: list[dict[str, Any]], theirs: list[dict[str, Any]], ident: str) -> dict[str, Any]:
    """The block with this id; put in after the one it follows in the source if it is not there."""
    for block in body:
        if block["id"] == ident:
            return block
    order = [block["id"] for block in theirs]
    before = set(order[: order.index(ident)])
    place = max((at for at, block in enumerate(body, 1) if block["id"] in before), default=0)
    body.insert(place, emptied(theirs[order.index(ident)]))
    return body[place]


def _note(plan: Plan, by: Any) -> None:
    """Record what each passage was made from, where that is not the source as it is now, and what was confirmed."""
    mine = Unit.objects.filter(article=plan.article.pk)
    mine.filter(key__in=[line.key for line in plan.acts]).update(origin=Unit.Origin.HUMAN)
    made_from = {line.key: line for line in plan.acts if line.verdict in {TAKE_STALE, CONFIRM}}
    changed = list(mine.filter(key__in=made_from))
    for unit in changed:
        line = made_from[unit.key]
        unit.source_digest, unit.source_text, unit.by = line.source_digest, line.source_text, by
        unit.at = timezone.now()
    Unit.objects.bulk_update(changed, ["source_digest", "source_text", "by", "at"], batch_size=200)
