"""Gives an article to a person, and takes it back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from tintuc.network.permissions import may, require
from tintuc.stories.models import Article
from tintuc.translation.actions.count import count
from tintuc.translation.errors import TranslationRefused
from tintuc.translation.models import Assignment
from tintuc.translation.signals import assigned

#: What the log calls it.
ASSIGNED, FREED = "tintuc.assigned", "tintuc.freed"


@transaction.atomic
def assign(*, article: Article, person: Any, by: Any, due_at: dt.datetime | None = None) -> Assignment:
    """Give ``article`` to ``person``, to be ready by ``due_at``.

    Whoever translates takes what nobody has; giving it to somebody else, or taking it from somebody, is for editors.
    Raises ``NotAllowed``, or :class:`TranslationRefused` if the person may not translate on the site.
    """
    site = article.story.site_id
    require(by, "translate", site)
    Article.hold([article.pk])
    had = Assignment.objects.filter(article=article.pk).first()
    if person != by or (had and had.person_id != by.pk):
        require(by, "assign", site)
    if not may(person, "translate", site):
        raise TranslationRefused(_("This person does not work on the story's site."))
    if had and (had.person_id, had.due_at) == (person.pk, due_at):
        return had
    assignment, _made = Assignment.objects.update_or_create(
        article=article, defaults={"person": person, "by": by, "due_at": due_at}
    )
    log(instance=article, action=ASSIGNED, user=by, data={"person": str(person)})
    count(story=article.story, articles=[article.pk])
    assigned.send(Assignment, assignment=assignment, by=by)
    return assignment


@transaction.atomic
def free(*, article: Article, by: Any) -> None:
    """Take the article from whoever has it: one's own, or, for editors, anybody's."""
    Article.hold([article.pk])
    assignment = Assignment.objects.filter(article=article.pk).first()
    if assignment is None:
        return
    require(by, "translate" if assignment.person_id == by.pk else "assign", article.story.site_id)
    assignment.delete()
    log(instance=article, action=FREED, user=by, data={"person": str(assignment.person)})
    count(story=article.story, articles=[article.pk])
