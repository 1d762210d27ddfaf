"""Answers what the rooms below announce."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone

from tintuc.counting.signals import hot_list_changed
from tintuc.jobs.queue import enqueue
from tintuc.jobs.together import at_end
from tintuc.network.models import Edition, Network, Section, Site
from tintuc.publishing.actions.count import count_edition
from tintuc.publishing.actions.place import open_placement, open_placements
from tintuc.publishing.actions.record_corrections import record_corrections
from tintuc.publishing.actions.repair import write_hosts
from tintuc.publishing.changes import changed, listed_anew
from tintuc.publishing.marks import PAGE_JOB, PRIORITY, mark
from tintuc.stories import signals
from tintuc.stories.models import Article, Placement, Release

#: What :func:`open_placement` writes; saving just this is no news.
OPENING = frozenset({"path", "released_at", "withdrawn_at"})


@receiver(signals.released, sender=Article)
def on_release(article: Article, release: Release, before: Release | None = None, **_: Any) -> None:
    """Open the placements, mark what changed, and bake the article's own pages as soon as the change is kept."""
    at_end(_show, (article, release, before))


def _show(released: list[tuple[Article, Release, Release | None]]) -> None:
    now = timezone.now()
    places = [placement for article, *_ in released for placement in article.placements.all()]
    earlier = {placement.pk: (placement.released_at, placement.withdrawn_at) for placement in places}
    open_placements((one for one in places if one.release_at is None or one.release_at <= now), now)
    corrected = record_corrections(released)
    for article, release, before in released:
        mine = list(article.placements.all())
        moved = any(earlier[placement.pk] != (placement.released_at, placement.withdrawn_at) for placement in mine)
        told, new = article.pk in corrected, release.number == 1
        changed(article, mine, moved=moved, listed=listed_anew(release, before), corrected=told, new=new)


@receiver(signals.withdrawn, sender=Article)
def on_withdrawal(article: Article, **_: Any) -> None:
    """Turn the article's addresses into notices, take it out of every list, and close its history up to here."""
    article.releases.filter(closed_at=None).update(closed_at=timezone.now())
    article.placements.filter(released_at__isnull=False).update(withdrawn_at=timezone.now())
    changed(article, list(article.placements.select_related("edition__site")), moved=True)


@receiver(post_save, sender=Placement)
def on_placement(instance: Placement, update_fields: Any = None, **_: Any) -> None:
    """Placing a live article on another edition shows there, and so does a headline of its own."""
    if update_fields and set(update_fields) <= OPENING:
        return
    # As it is by now: it was released or withdrawn, perhaps, while this placement was being filled in.
    instance.article.refresh_from_db(fields=["live", "current_release"])
    if not instance.article.live:
        return
    now = timezone.now()
    if instance.released_at is None and (instance.release_at is None or instance.release_at <= now):
        open_placement(instance, now)
    changed(instance.article, [instance], moved=True)
    mark(f"section:{pk}" for pk in instance.edition.sections.values_list("pk", flat=True))  # it may have left one


@receiver(post_delete, sender=Placement)
def on_placement_gone(instance: Placement, **_: Any) -> None:
    """Taking an article off an edition takes its page away there."""
    if instance.path:
        page = {"kind": "article", "owner": instance.edition_id, "key": str(instance.pk)}
        enqueue(PAGE_JOB, page, priority=PRIORITY)
        others = instance.article.placements.select_related("edition__site")  # another address may count now
        changed(instance.article, [instance, *others], moved=True)


@receiver(hot_list_changed, sender=Edition)
def on_hot_list(edition_id: int, **_: Any) -> None:
    """Another order of the hot list shows on the front and on the list's own page."""
    mark([f"hot:{edition_id}"])


@receiver([post_save, post_delete], sender=Network)
@receiver([post_save, post_delete], sender=Site)
@receiver([post_save, post_delete], sender=Edition)
@receiver([post_save, post_delete], sender=Section)
def on_network(sender: type, instance: Any, created: bool | None = None, **_: Any) -> None:
    """A new masthead, colour, section or address shows on every page of its site; another time zone moves its days."""
    if sender is Network:
        mark(["all"])
    elif sender is Site:
        mark([f"brand:{instance.pk}"])
    elif sender is Edition:
        mark([f"brand:{instance.site_id}"])
        if created is False:
            count_edition(instance)
    else:
        mark([f"brand:{instance.edition.site_id}"])
    if sender in (Network, Site):
        transaction.on_commit(write_hosts)
