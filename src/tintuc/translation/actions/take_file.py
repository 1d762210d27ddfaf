"""Takes an agency's file into a translation."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from tintuc.network.permissions import require
from tintuc.stories.models import Article
from tintuc.translation.actions.count import count
from tintuc.translation.actions.record import keep, making
from tintuc.translation.errors import TranslationRefused
from tintuc.translation.exchange.judging import plan_of
from tintuc.translation.exchange.plan import CONFIRM, TAKE_STALE, Plan
from tintuc.translation.models import Comment, Unit
from tintuc.translation.queries import source_of
from tintuc.translation.words import put

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
    Article.hold([article.pk])
    locked = Article.objects.get(pk=article.pk)
    lock = locked.get_lock()
    if lock and (by is None or lock.for_user(by)):
        raise TranslationRefused(_("The article is locked. Nothing was taken in."))
    plan = plan_of(article, raw, overwrite=overwrite)
    agency = origin_of(agency)
    if expected and expected != plan.fingerprint:
        raise TranslationRefused(_("The article or its source has changed since you looked. Look at the file again."))
    if plan.refused:
        raise TranslationRefused(plan.refused)
    if not (plan.acts or plan.said):
        raise TranslationRefused(_("The file has nothing to take in."))
    source = source_of(plan.article)
    written = [line for line in plan.acts if line.verdict != CONFIRM]
    revision = None
    if written:
        put(plan.article, source, {line.key: line.value for line in written})
        with making(Unit.Origin.HUMAN):
            revision = plan.article.save_revision(user=by, clean=False, log_action=False)
    _note(plan, by)
    Comment.objects.bulk_create(
        Comment(article_id=locked.pk, place=line.place[:80], text=f"{agency.partition('/')[2]}: {text}", by=by)
        for line in plan.said
        for text in line.said
    )
    count(story=locked.story, articles=[locked.pk])
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
            "comments": sum(len(line.said) for line in plan.said),
        },
    )
    return plan


def origin_of(agency: str) -> str:
    """Who made a version, as its record has it: ``agency/NAME``."""
    name = " ".join(NAME.sub(" ", agency).split())[:80]
    if not name:
        raise TranslationRefused(_("Say which agency the file is from."))
    return f"agency/{name}"


def _note(plan: Plan, by: Any) -> None:
    """Record what each passage was made from, where that is not the source as it is now, and what was confirmed."""
    mine = Unit.objects.filter(article=plan.article.pk)
    made_from = {line.key: line for line in plan.acts if line.verdict in {TAKE_STALE, CONFIRM}}
    changed = list(mine.filter(key__in=made_from))
    keep([unit for unit in changed if made_from[unit.key].verdict == CONFIRM])
    for unit in changed:
        line = made_from[unit.key]
        unit.source_digest, unit.source_text, unit.by = line.source_digest, line.source_text, by
        unit.state, unit.at = Unit.State.TRANSLATED, timezone.now()
        unit.stale_since = None if line.verdict == CONFIRM else timezone.now()
    names = ["source_digest", "source_text", "by", "state", "at", "stale_since"]
    Unit.objects.bulk_update(changed, names, batch_size=200)
