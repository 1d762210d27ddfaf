"""Leaves a passage of the source out of a translation, with a reason, and takes that back."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from tintuc.jobs.together import together
from tintuc.stories.models import Article
from tintuc.stories.passages import FIELDS, Passage
from tintuc.translation.actions.record import keep
from tintuc.translation.actions.write import open_version, save_version
from tintuc.translation.errors import TranslationRefused
from tintuc.translation.models import PastUnit, Unit
from tintuc.translation.words import emptied, insert, put

#: Characters of a reason that say anything.
LEAST = 8


@together()
def leave_out(*, article: Article, place: str, reason: str, by: Any) -> Article:
    """Take a block, or the words of a field, out of the newest version; return it.

    ``place`` is the id of a block or the name of a field. The words that stood there are kept. The decision is about
    the source's words as they are now: if those change, the passage is to be translated after all, or left out anew.
    """
    version, source = open_version(article, by)
    reason = " ".join(reason.split())
    if len(reason) < LEAST:
        raise TranslationRefused(_("Say in a few words why it is left out."))
    passages = _passages(source, place)
    if not passages or place == "headline":
        raise TranslationRefused(_("The source has no passage here that could be left out."))
    mine = Unit.objects.filter(article=article.pk, key__in=[passage.key for passage in passages])
    keep(mine)
    mine.delete()
    if place in FIELDS:
        setattr(version, place, "")
    else:
        version.body = [block for block in version.raw_body() if block["id"] != place]
    Unit.objects.bulk_create(
        Unit(
            article_id=article.pk,
            key=passage.key,
            source_digest=passage.digest,
            source_text=passage.text,
            state=Unit.State.LEFT_OUT,
            note=reason[:300],
            by=by,
            at=timezone.now(),
        )
        for passage in passages
    )
    save_version(version, by)
    return version


@together()
def bring_back(*, article: Article, place: str, by: Any) -> Article:
    """Take a block or field in again, with the words it had, if it had any; return the version."""
    version, source = open_version(article, by)
    passages = _passages(source, place)
    left = Unit.objects.filter(
        article=article.pk, key__in=[passage.key for passage in passages], state=Unit.State.LEFT_OUT
    )
    if not left:
        raise TranslationRefused(_("Nothing was left out here."))
    keep(left)
    left.delete()
    body = version.raw_body()
    theirs = source.raw_body()
    if place not in FIELDS and not any(block["id"] == place for block in body):
        insert(body, theirs, place, emptied(next(block for block in theirs if block["id"] == place)))
        version.body = body
    put(version, source, _words(article, passages))
    save_version(version, by)
    return version


def _passages(source: Article, place: str) -> list[Passage]:
    found = [one for one in source.passages() if place in {one.block or one.field}]
    return [passage for passage in found if passage.text.strip()]


def _words(article: Article, passages: list[Passage]) -> dict[str, str]:
    keys = [passage.key for passage in passages]
    rows = PastUnit.objects.filter(article=article.pk, key__in=keys).exclude(target_value="").order_by("until", "pk")
    return dict(rows.values_list("key", "target_value"))
