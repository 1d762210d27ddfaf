"""Keeps the rows of progress true while words, releases and editions change."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from tintuc.jobs.queue import enqueue
from tintuc.jobs.together import at_end
from tintuc.network.models import Edition
from tintuc.stories import signals
from tintuc.stories.models import Article, Placement, Story
from tintuc.translation.actions.count import Asked, count, count_together

#: Counts every story of a site anew.
JOB = "translation.count_site"


@receiver(signals.saved, sender=Article)
def on_saved(article: Article, **_: Any) -> None:
    """An edit counts everything that is made from the article at once, down the chain; a translator's, the one."""
    at_end(count_together, Asked(article.story, article.pk, edited=True))


@receiver(signals.released, sender=Article)
@receiver(signals.withdrawn, sender=Article)
def on_release(article: Article, **_: Any) -> None:
    """What is public, and what no longer is."""
    at_end(count_together, Asked(article.story, article.pk))


@receiver(post_save, sender=Story)
def on_story(instance: Story, created: bool, raw: bool = False, **_: Any) -> None:
    """Another embargo, licence or home site."""
    if not (raw or created):
        at_end(count_together, Asked(instance))


@receiver(post_delete, sender=Article)
def on_article_gone(instance: Article, origin: Any = None, **_: Any) -> None:
    """A deleted article leaves its language missing; one that goes with its story leaves nothing."""
    if _is_or_lists(origin, Article):
        count(story=instance.story)


@receiver(post_save, sender=Placement)
def on_placement(instance: Placement, update_fields: Any = None, **_: Any) -> None:
    """A source placed on another site is wanted in that site's languages."""
    if update_fields is None and instance.article.is_source:
        at_end(count_together, Asked(instance.article.story))


@receiver(post_delete, sender=Placement)
def on_placement_gone(instance: Placement, origin: Any = None, **_: Any) -> None:
    """A source taken off a site is not wanted there any more."""
    if _is_or_lists(origin, Placement) and instance.article.is_source:
        count(story=instance.article.story)


def _is_or_lists(origin: Any, model: type) -> bool:
    """Whether a deletion was asked for on rows of ``model``, and did not follow from another's."""
    return getattr(origin, "model", type(origin)) is model


@receiver([post_save, post_delete], sender=Edition)
def on_edition(instance: Edition, **_: Any) -> None:
    """A new edition misses every story of its site."""
    enqueue(JOB, {"site": instance.site_id}, key=str(instance.site_id))
