"""Has a translation made from another of the story's languages from now on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from tintuc.jobs.holding import hold
from tintuc.network.permissions import require
from tintuc.stories.models import Article, Story
from tintuc.translation.actions.count import count
from tintuc.translation.actions.record import keep
from tintuc.translation.actions.tell import tell
from tintuc.translation.errors import TranslationRefused
from tintuc.translation.models import Base, PastUnit, Unit
from tintuc.translation.queries import chain_of
from tintuc.translation.signals import confirmed

#: What the log calls it.
CHANGED = "tintuc.translation.source-changed"


@transaction.atomic
def change_source(*, article: Article, source: Article, by: Any) -> int:
    """Make ``source``, another article of the story, what ``article`` is translated from; return what is stale by that.

    No word changes. A passage stays fresh only where records prove it: where its words and those of the new source
    come, link by link, from the same words above. Nobody has compared it with the new source, so it is *translated*,
    whatever it was. All other passages are stale at once. The record each had is kept. Raises
    :class:`TranslationRefused` for a source that is made from this very article.
    """
    require(by, "translate", article.story.site_id)
    # One such change of a story at a time: two at once could make a ring that neither would make alone.
    hold(Story.objects.filter(pk=article.story_id))
    Article.hold([article.pk])
    locked = Article.objects.select_related("story").get(pk=article.pk)
    source = Article.objects.select_related("story").get(pk=source.pk)
    if locked.is_source:
        raise TranslationRefused(_("The story's own source is translated from nothing."))
    if source.story_id != locked.story_id:
        raise TranslationRefused(_("This is an article of another story."))
    chain = chain_of(source)
    if locked.pk in {link.pk for link in chain}:
        raise TranslationRefused(_("That language is translated from this one."))
    before = chain_of(locked)[1:]
    if before and before[0].pk == source.pk:
        raise TranslationRefused(_("It is translated from that language already."))
    newest = source.newest()
    stale = _carry(locked, before, chain, newest)
    row = Article.objects.filter(pk=locked.pk)
    row.update(translated_from=None if source.is_source else source.pk)
    Base.objects.filter(article=locked.pk).update(undo=None)
    locked.refresh_from_db()
    tell(article=newest, by=by)
    count(story=locked.story)
    log(instance=locked, action=CHANGED, user=by, data={"source": source.language, "stale": stale})
    confirmed.send(Article, article=locked)
    return stale


def _carry(article: Article, before: list[Article], chain: list[Article], newest: Article) -> int:
    """Tie the records to the new source where that is proved; return how many passages are stale."""
    mine = list(Unit.objects.filter(article=article.pk, source_digest__gt=""))
    above = _climbed({unit.key: unit.source_digest for unit in mine}, before)
    wanted = _descended(above, [link for link in reversed(chain) if not link.is_source])
    now = {passage.key: passage for passage in newest.passages() if passage.text.strip()}
    keep(mine)
    stale = 0
    for unit in mine:
        passage = now.get(unit.key)
        if passage is not None and wanted.get(unit.key) == passage.digest:
            unit.source_digest, unit.source_text, unit.stale_since = passage.digest, passage.text, None
        elif passage is not None and unit.source_digest != passage.digest:
            unit.stale_since = unit.stale_since or timezone.now()
            stale += 1
        if unit.state in {Unit.State.REVIEWED, Unit.State.FINAL}:
            unit.state, unit.reviewed_by, unit.reviewed_at = Unit.State.TRANSLATED, None, None
    names = ["source_digest", "source_text", "stale_since", "state", "reviewed_by", "reviewed_at"]
    Unit.objects.bulk_update(mine, names, batch_size=200)
    return stale


def _climbed(digests: dict[str, str], links: Iterable[Article]) -> dict[str, str]:
    """What the words with these digests, of the first link, were made from, up to the story's source; by key."""
    for link in links:
        if link.is_source:
            break
        made = _made(link)
        digests = {key: made[key, digest] for key, digest in digests.items() if (key, digest) in made}
    return digests


def _made(link: Article) -> dict[tuple[str, str], str]:
    """What words of an article were made from: digest of the source by key and digest of the words, now or earlier."""
    fields = ("key", "target_digest", "source_digest")
    rows: list[tuple[str, str, str]] = []
    for model in (PastUnit, Unit):
        done = model.objects.filter(article=link.pk, source_digest__gt="").exclude(state=Unit.State.INITIAL)
        rows += done.order_by("pk").values_list(*fields)
    return {(key, target): source for key, target, source in rows}


def _descended(digests: dict[str, str], links: Iterable[Article]) -> dict[str, str]:
    """The words that the links, from the top down, have made from words of the story's source; by key."""
    for link in links:
        done = Unit.objects.filter(article=link.pk).exclude(state=Unit.State.INITIAL)
        made = {
            (key, source): target for key, source, target in done.values_list("key", "source_digest", "target_digest")
        }
        digests = {key: made[key, digest] for key, digest in digests.items() if (key, digest) in made}
    return digests
