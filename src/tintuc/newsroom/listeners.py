"""Tells people at the desk what the rooms below announce."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from tintuc.newsroom.actions.notify import notify
from tintuc.newsroom.models import Notice
from tintuc.newsroom.notices import people_of
from tintuc.publishing.signals import refused
from tintuc.stories.models import Article
from tintuc.translation.models import Assignment, Comment
from tintuc.translation.signals import assigned, source_changed

Kind = Notice.Kind


def _name(user: Any) -> str:
    return str(user.get_full_name() or user.get_username()) if user is not None else ""


@receiver(source_changed, sender=Article)
def on_source_changed(stale: dict[int, set[str]], by: Any = None, **_: Any) -> None:
    """Whoever translated passages that are stale now, or has the article."""
    for article in Article.objects.filter(pk__in=stale).select_related("story"):
        keys = sorted(stale[article.pk])
        for person in people_of(article, keys):
            if person != by:
                notify(person=person, kind=Kind.STALE, article=article, values={"keys": keys})


@receiver(assigned, sender=Assignment)
def on_assigned(assignment: Assignment, by: Any, **_: Any) -> None:
    """Whoever was given something by somebody else."""
    if assignment.person == by:
        return
    due = assignment.due_at.isoformat() if assignment.due_at else ""
    values = {"by": _name(by), "due": due}
    notify(person=assignment.person, kind=Kind.ASSIGNED, article=assignment.article, values=values)


@receiver(post_save, sender=Comment)
def on_comment(instance: Comment, created: bool, **_: Any) -> None:
    """Whoever works on the article, and whoever spoke at this place before."""
    if not created:
        return
    article = instance.article
    before = Comment.objects.filter(article=article.pk, place=instance.place).exclude(by=None).select_related("by")
    people = {person.pk: person for person in [*people_of(article), *(comment.by for comment in before)]}
    values = {"by": _name(instance.by), "text": instance.text[:200], "comments": [instance.pk]}
    for person in people.values():
        if person != instance.by:
            notify(person=person, kind=Kind.COMMENTED, article=article, values=values)


@receiver(refused, sender=Article)
def on_refused(article: Article, by: Any, reason: str, checks: list[str], **_: Any) -> None:
    """Whoever had asked for the release, and whoever works on the article."""
    people = {person.pk: person for person in [*people_of(article), *([by] if by is not None else [])]}
    for person in people.values():
        notify(person=person, kind=Kind.REFUSED, article=article, values={"reason": reason, "checks": checks})
