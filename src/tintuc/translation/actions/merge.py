"""Lets a translation follow the blocks its source gained, lost and moved, and takes that back."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision

from tintuc.jobs.together import together
from tintuc.stories.models import Article
from tintuc.translation.actions.write import open_version
from tintuc.translation.errors import TranslationRefused
from tintuc.translation.merging import Merge, marks, merge
from tintuc.translation.models import Base, PastUnit, Unit
from tintuc.translation.words import put


@dataclass(frozen=True)
class Proposal:
    """What following the source would do now. ``fingerprint`` is the same only while it would do the same."""

    merge: Merge
    fingerprint: str


def proposed(version: Article, source: Article, base: Base | None = None) -> Proposal:
    """What following ``source`` would do to ``version``, both as they are in memory. Changes nothing."""
    theirs, mine = source.raw_body(), version.raw_body()
    base = base or Base.objects.filter(article=version.pk).first()
    here = {block["id"] for block in theirs} & {block["id"] for block in mine}
    known = base.blocks if base else marks(block for block in mine if block["id"] in here)
    found = merge([tuple(mark) for mark in known], theirs, mine, _left_out(version, source))
    said = repr((version.pk, found.body, found.gained, found.lost, found.moved, found.refreshed))
    return Proposal(found, hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32])


def _left_out(version: Article, source: Article) -> set[str]:
    keys = set(Unit.objects.filter(article=version.pk, state=Unit.State.LEFT_OUT).values_list("key", flat=True))
    return {passage.block for passage in source.passages() if passage.block and passage.key in keys}


@together()
def follow_source(*, article: Article, by: Any, expected: str = "") -> Merge:
    """Bring the newest version's blocks in line with its source, as a new version; return what was done.

    Blocks the source gained come in empty; one that was taken out without a reason comes back with its words. The
    words of blocks that go out are kept. ``expected`` is the fingerprint of the proposal a person has seen.
    """
    version, source = open_version(article, by)
    proposal = proposed(version, source)
    if expected and expected != proposal.fingerprint:
        raise TranslationRefused(_("The article or its source has changed since you looked. Look again."))
    if not proposal.merge:
        raise TranslationRefused(_("The blocks are those of the source already."))
    before = version.latest_revision_id
    version.body = proposal.merge.body
    put(version, source, _earlier_words(version, source, proposal.merge.missing))
    version.save_revision(user=by, clean=False, log_action=True)
    old = Base.objects.filter(article=article.pk).values_list("blocks", flat=True).first()
    follow(version, source)
    Base.objects.filter(article=article.pk).update(
        undo={
            "revision": before,
            "blocks": old,
            "merged": version.latest_revision_id,
            "words": version.words_digest(),
        }
    )
    return proposal.merge


@together()
def undo_follow(*, article: Article, by: Any) -> Article:
    """Take the last following of the source back, if nothing was written since; return the version."""
    version, _source = open_version(article, by)
    base = Base.objects.filter(article=article.pk).first()
    undo = base.undo if base else None
    if not base or not undo or version.latest_revision_id != undo["merged"]:
        raise TranslationRefused(_("There is nothing to take back: the article has been written on since."))
    if version.words_digest() != undo["words"]:
        raise TranslationRefused(_("There is nothing to take back: the article has been written on since."))
    earlier = Revision.objects.filter(pk=undo["revision"]).first()
    if earlier is None:
        raise TranslationRefused(_("The version before is gone. Look for the words in the history of each block."))
    restored: Article = earlier.as_object()
    restored.save_revision(user=by, clean=False, log_action=True, previous_revision=earlier)
    if undo["blocks"] is None:
        base.delete()
    else:
        Base.objects.filter(pk=base.pk).update(blocks=undo["blocks"], undo=None)
    return restored


def may_undo(version: Article, base: Base | None) -> bool:
    """Whether the last following can still be taken back. ``base`` is that of the translation."""
    undo = base.undo if base else None
    return bool(undo) and undo["merged"] == version.latest_revision_id and undo["words"] == version.words_digest()


def follow(article: Article, source: Article) -> None:
    """Note that a translation has taken over its source's blocks as they are in ``source``."""
    now = {"blocks": marks(source.raw_body()), "revision": source.latest_revision_id, "at": timezone.now()}
    Base.objects.update_or_create(article_id=article.pk, defaults=now)


def _earlier_words(version: Article, source: Article, missing: list[str]) -> dict[str, str]:
    """The words that blocks had before they were taken out, by key."""
    if not missing:
        return {}
    keys = [passage.key for passage in source.passages() if passage.block in missing and passage.text.strip()]
    rows = PastUnit.objects.filter(article=version.pk, key__in=keys).exclude(target_value="").order_by("until", "pk")
    return dict(rows.values_list("key", "target_value"))
