"""Work under way in the demonstration: a machine's draft, half a translation, a source that was changed."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from tintuc.network.models import Membership, Role, Site
from tintuc.stories.models import Article
from tintuc.translation.actions.assign import assign
from tintuc.translation.actions.comment import comment
from tintuc.translation.actions.translate_into import translate_into
from tintuc.translation.actions.write import write
from tintuc.translation.models import Unit, WorkingLanguages

FILE = Path(__file__).with_name("unfinished.toml")


def begin(by: Any) -> None:
    """Do what is not done yet; safe to repeat after an interruption."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    for row in data["person"]:
        _person(row)
    for row in data["translation"]:
        with transaction.atomic():
            _translation(row, by)
    for row in data["edit"]:
        with transaction.atomic():
            _edit(row, by)


def _person(row: dict[str, Any]) -> None:
    """Somebody who works on sites and cannot log in."""
    first, last = row["name"]
    values = {"first_name": first, "last_name": last, "email": f"{row['user']}@desk.example"}
    user, made = get_user_model().objects.get_or_create(username=row["user"], defaults=values)
    if made:
        user.set_unusable_password()
        user.save()
    for site in Site.objects.filter(key__in=row["sites"]):
        Membership.objects.get_or_create(user=user, site=site, defaults={"role": Role.TRANSLATOR})
    WorkingLanguages.objects.get_or_create(person=user, defaults={"sources": row["sources"], "targets": row["targets"]})


def _source(slugline: str) -> Article:
    return next(one for one in Article.objects.filter(story__slugline=slugline) if one.is_source)


def _translation(row: dict[str, Any], by: Any) -> None:
    story = _source(row["story"]).story
    if story.articles.filter(language=row["language"]).exists():
        return
    article = translate_into(story=story, language=row["language"], by=by)
    person = get_user_model().objects.get(username=row["person"])
    engine = row.get("engine", "")
    origin = Unit.Origin.MACHINE if engine else ""
    write(article=article, words=row["words"], by=by if engine else person, origin=origin, engine=engine)
    hours = row.get("due_in_hours")
    due_at = timezone.now() + dt.timedelta(hours=hours) if hours else None
    assign(article=article, person=person, by=by, due_at=due_at)


def _edit(row: dict[str, Any], by: Any) -> None:
    source = _source(row["story"]).newest()
    body = source.raw_body()
    block = next(block for block in body if block["id"] == row["block"])
    words = f"<p>{row['text']}</p>"
    if block["value"] == words:
        return
    block["value"], source.body = words, body
    source.save_revision(user=by)
    said = row["comment"]
    article = source.story.articles.get(language=said["language"])
    comment(article=article, place=said["block"], text=said["text"], by=by)
