"""Answers changes of what stories are filed under, and of what an edition says in its own words."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from django.dispatch import receiver

from tintuc.network.models import StandingPage, Topic
from tintuc.publishing.marks import mark
from tintuc.stories.models import Article, Contributor, Credit, Placement, Story
from tintuc.translation.signals import confirmed


@receiver(confirmed, sender=Article)
def on_confirmed(article: Article, **_: Any) -> None:
    """A translation confirmed for its changed original loses the notice that says so."""
    if article.live:
        mark([f"story:{article.story_id}"])


@receiver(m2m_changed, sender=Story.topics.through)
def on_topics(instance: Any, action: str, reverse: bool, pk_set: Any, **_: Any) -> None:
    """Filing a story that was released under a topic shows on its pages and on the topic's, which are many."""
    if action not in {"post_add", "post_remove", "pre_clear"}:
        return
    if reverse:
        stories, topics = set(pk_set or instance.stories.values_list("pk", flat=True)), {instance.pk}
    else:
        stories, topics = {instance.pk}, set(pk_set or instance.topics.values_list("pk", flat=True))
    released = Placement.objects.filter(article__story__in=stories, released_at__isnull=False).order_by()
    if shown := set(released.values_list("article__story", flat=True)):
        mark([*(f"story:{pk}" for pk in shown), *(f"topic:{pk}" for pk in topics)])


@receiver(post_save, sender=Topic)
def on_topic(instance: Topic, created: bool, **_: Any) -> None:
    """A topic's new name shows on its own pages and on those of its stories."""
    if not created:
        mark([f"topic:{instance.pk}", *(f"story:{pk}" for pk in instance.stories.values_list("pk", flat=True))])


@receiver(pre_delete, sender=Topic)
def on_topic_gone(instance: Topic, **_: Any) -> None:
    """A topic that is no more leaves its stories' pages; its own pages find nothing to show."""
    mark([f"topic:{instance.pk}", *(f"story:{pk}" for pk in instance.stories.values_list("pk", flat=True))])


@receiver(post_save, sender=Contributor)
def on_contributor(instance: Contributor, created: bool, **_: Any) -> None:
    """What is said about a person shows on the person's pages."""
    if not created:
        mark([f"person:{instance.pk}"])


@receiver([post_save, post_delete], sender=Credit)
def on_credit(instance: Credit, **_: Any) -> None:
    """Naming somebody, or no longer, shows on the person's pages."""
    mark([f"person:{instance.contributor_id}"])


@receiver([post_save, post_delete], sender=StandingPage)
def on_standing_page(instance: StandingPage, **_: Any) -> None:
    """A newsroom's own text shows on that page."""
    mark([f"standing:{instance.edition_id}"])
