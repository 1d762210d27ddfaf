"""Writes passages of a translation: the door for the desk, the memory and machines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from tintuc.jobs.together import at_end, together
from tintuc.network.permissions import require
from tintuc.stories.models import Article
from tintuc.stories.passages import Passage
from tintuc.translation.actions.count import Asked, count_together
from tintuc.translation.actions.record import beside, making
from tintuc.translation.errors import PassageChanged, TranslationRefused
from tintuc.translation.exchange.sheet import is_table, room_of
from tintuc.translation.models import Unit
from tintuc.translation.queries import source_of
from tintuc.translation.seen import as_seen
from tintuc.translation.words import cleaned, is_rich, put, values_of

#: While one person goes on writing, one version is written over, as the editor's autosave does.
SITTING = dt.timedelta(minutes=15)


@together()
def write(
    *,
    article: Article,
    words: Mapping[str, str],
    by: Any,
    origin: str = "",
    engine: str = "",
    edited: bool = False,
    done: bool | None = None,
    expected: Mapping[str, str] | None = None,
    sources: Mapping[str, str] | None = None,
) -> Article:
    """Save ``words``, values by key of passage, into the newest version of a translation; return that version.

    Values are cleaned: inline markup in rich text, plain words elsewhere. ``origin`` says who made them if it is not
    the person ``by`` who types them: ``machine`` with its ``engine``, or ``memory``; ``edited`` if the person changed
    them. Words that are not ``done`` are a draft: by default only a machine's are; the desk saves as one types.
    ``expected`` holds, by key, the digest of the words the writer saw there (empty for none): where others stand by
    now nothing at all is written and :class:`PassageChanged` is raised. ``sources`` holds the digests of the source's
    words the writer saw: words made from others than the source has by now are kept, and are stale. ``by`` is None for
    the command line.
    """
    version, source = open_version(article, by)
    before = version.passages()
    _require_unchanged(before, expected or {})
    done = origin != Unit.Origin.MACHINE or edited if done is None else done
    values = fitted(words, [*before, *source.passages()])
    if _differ(version, before, values):
        put(version, source, values)
        if origin == Unit.Origin.MACHINE:
            _label(version, engine, edited=edited or done)
        with beside(source, as_seen(source, sources or {})), making(origin, engine, edited=edited, done=done):
            save_version(version, by)
    if done and _finish(version, source, set(values)):
        at_end(count_together, Asked(version.story, version.pk))
    if done and version.origin == Article.Origin.MACHINE and not _raw_left(version):
        version.origin = Article.Origin.POST_EDITED
        save_version(version, by)
    return version


def _differ(version: Article, passages: list[Passage], values: Mapping[str, str]) -> bool:
    """Whether anything would change: a save of what stands there makes no version."""
    now = values_of(passages, version.raw_body())
    return any((now.get(key) or "") != value for key, value in values.items())


def _finish(version: Article, source: Article, keys: set[str]) -> int:
    """Drafts among the passages are translations from now on, if they are of the source as it is; how many are."""
    digests = {passage.key: passage.digest for passage in source.passages() if passage.key in keys}
    drafts = Unit.objects.filter(article=version.pk, key__in=keys, state=Unit.State.INITIAL)
    fresh = [unit.pk for unit in drafts if digests.get(unit.key, "") == unit.source_digest]
    return drafts.filter(pk__in=fresh).update(state=Unit.State.TRANSLATED) if fresh else 0


def open_version(article: Article, by: Any) -> tuple[Article, Article]:
    """The newest version of a translation, to be written by ``by``, and of its source. Call it in a transaction."""
    if by is not None:
        require(by, "translate", article.story.site_id)
    Article.hold([article.pk])
    rows = Article.objects.select_related("story", "latest_revision", "translated_from")
    version = rows.get(pk=article.pk).as_newest()
    lock = version.get_lock()
    if lock and (by is None or lock.for_user(by)):
        raise TranslationRefused(_("The article is locked. Nothing was saved."))
    source = source_of(version)
    if source is None:
        raise TranslationRefused(_("The source is written in the editor, not translated."))
    return version, source


def save_version(version: Article, by: Any) -> None:
    """Save a version in memory as the newest, over the one before if the same person is still at it."""
    version.save_revision(user=by, clean=False, overwrite_revision=_sitting(version, by))


def fitted(words: Mapping[str, str], passages: list[Passage]) -> dict[str, str]:
    """The words, cleaned for their places. Raises :class:`TranslationRefused` where they are too long."""
    places = {passage.key: passage for passage in passages}
    found = {}
    for key, value in words.items():
        place = places.get(key)
        if place is None:
            raise TranslationRefused(_("The article has no such passage."))
        clean = cleaned(value, rich=is_rich(place), lines=is_table(place) or place.kind in {"quote", "standfirst"})
        room = room_of(place.kind, place.part)
        if room and len(clean) > room:
            raise TranslationRefused(
                _("There is room for %(room)s characters here, and these are %(count)s.")
                % {"room": room, "count": len(clean)}
            )
        found[key] = clean
    return found


def _require_unchanged(passages: list[Passage], expected: Mapping[str, str]) -> None:
    now = {passage.key: passage for passage in passages if passage.text.strip()}
    other = {key for key, digest in expected.items() if digest != (now[key].digest if key in now else "")}
    if other:
        raise PassageChanged(_("Somebody has changed this passage since you opened it."), other)


def _label(version: Article, engine: str, edited: bool) -> None:
    """Readers are told of a machine's words, and those nobody has looked at wait for a person to vouch for them."""
    if not edited:
        version.origin = Article.Origin.MACHINE
    elif version.origin == Article.Origin.HUMAN:
        version.origin = Article.Origin.POST_EDITED
    version.engine = version.engine or engine[:80]


def _raw_left(version: Article) -> bool:
    """Whether there is a machine's draft that nobody has looked at."""
    return Unit.objects.filter(
        article=version.pk, state=Unit.State.INITIAL, origin=Unit.Origin.MACHINE, edited=False
    ).exists()


def _sitting(version: Article, by: Any) -> Any:
    """The newest revision if it may be written over: by the same person, just now, and nothing hangs on it."""
    last = version.latest_revision
    if last is None or by is None or last.user_id != by.pk or timezone.now() - last.created_at > SITTING:
        return None
    scheduled = last.approved_go_live_at is not None
    released = last.pk == version.live_revision_id or (
        version.first_published_at is not None and version.releases.filter(revision_id=last.pk).exists()
    )
    return None if scheduled or released or version.workflow_in_progress else last
