"""Writes the rows of a few hundred articles of an archive, table by table."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from wagtail.models import ModelLogEntry, Revision

from tintuc.publishing.actions.place import path_of
from tintuc.publishing.archive.lines import Line
from tintuc.publishing.models import Archived
from tintuc.search.actions.write import write_new
from tintuc.search.actions.write_hosts import write_hosts
from tintuc.stories.models import (
    Article,
    Clearance,
    Contributor,
    Credit,
    Licence,
    Placement,
    Provider,
    Release,
    Story,
)
from tintuc.text.slugs import slug_of

#: What stands in a clearance in place of a set of checks.
RULE_SET = "archive"


@dataclass(frozen=True)
class Decision:
    """Who lets the archive out, why and when."""

    by: Any
    reason: str
    at: dt.datetime

    def waiver(self) -> dict[str, str]:
        """What each clearance keeps of it."""
        return {"by": self.by.get_username(), "reason": self.reason, "at": self.at.isoformat()}


@dataclass
class _Made:
    """One article on its way into the tables."""

    line: Line
    article: Article
    byline: list[dict[str, str]]
    credits: list[Credit]
    revision: Revision | None = None
    release: Release | None = None
    content: Any = None


def write(lines: Sequence[Line], homes: Mapping[str, Story], decision: Decision) -> None:
    """Write everything the articles of ``lines`` need, in the caller's transaction; ``homes`` are stories known."""
    if not lines:
        return
    stories = dict(homes) | _stories(lines, homes, decision)
    people = _people(lines)
    made = [_article(line, stories[line.story], people) for line in lines]
    Article.objects.bulk_create([one.article for one in made])
    _credits(made)
    for one in made:
        one.content = _content(one)
    _revisions(made, decision)
    _releases(made, decision)
    _let_live(made)
    _place(made)
    releases = [one.release for one in made]
    write_new(releases=releases)
    write_hosts(releases=releases)
    _log(made, decision)
    Archived.objects.bulk_create(
        Archived(story_key=one.line.story, language=one.line.language, article=one.article) for one in made
    )


def _stories(lines: Iterable[Line], homes: Mapping[str, Story], decision: Decision) -> dict[str, Story]:
    first: dict[str, Line] = {}
    for line in lines:
        if line.story not in homes:
            first.setdefault(line.story, line)
    providers = {name: _provider(name) for name in {line.texts["provider"] for line in first.values()} if name}
    licences = {code: _licence(code) for code in {line.licence for line in first.values()} if code}
    stories = {
        key: Story(
            slugline=line.texts["slugline"] or line.texts["headline"][:80],
            format=line.format,
            site=line.places[0][0].site,
            source_language=line.source_language,
            carried=line.carried,
            provider=providers.get(line.texts["provider"]),
            source_url=line.source_url,
            licence=licences.get(line.licence),
            received_at=decision.at,
            created_by=decision.by,
        )
        for key, line in first.items()
    }
    Story.objects.bulk_create(stories.values())
    return stories


def _provider(name: str) -> Provider:
    return Provider.objects.get_or_create(name=name)[0]


def _licence(code: str) -> Licence:
    """The licence of that code; one nobody has described yet allows nothing."""
    terms = {"name": code, "may_carry": False, "may_translate": False}
    return Licence.objects.get_or_create(code=slug_of(code)[:40] or "archive", defaults=terms)[0]


def _people(lines: Iterable[Line]) -> dict[str, Contributor]:
    names = sorted({name for line in lines for _, name in line.byline})
    found = {one.name: one for one in Contributor.objects.filter(name__in=names).order_by("-pk")}
    for name in names:
        if name not in found:
            slug = base = slug_of(name)[:100] or "person"
            number = 1
            while Contributor.objects.filter(slug=slug).exists():
                number += 1
                slug = f"{base}-{number}"
            found[name] = Contributor.objects.create(name=name, slug=slug)
    return found


def _article(line: Line, story: Story, people: Mapping[str, Contributor]) -> _Made:
    words = {name: line.texts[name] for name in ("headline", "standfirst", "kicker", "dateline")}
    article = Article(
        story=story,
        language=line.language,
        slug=line.texts["slug"] or slug_of(line.texts["headline"])[:80],
        released_at=line.released,
        body=line.body,
        first_published_at=line.released,
        last_published_at=line.released,
        **words,
    )
    lines = [
        Credit(story=story, contributor=people[name], role=role, order=order)
        for order, (role, name) in enumerate(line.byline)
    ]
    byline = [
        {"role": one.role, "name": one.contributor.name_in(line.language), "slug": one.contributor.slug}
        for one in lines
    ]
    return _Made(line, article, byline, lines)


def _credits(made: Iterable[_Made]) -> None:
    rows = []
    for one in made:
        for credit in one.credits:
            credit.article = one.article
            rows.append(credit)
    Credit.objects.bulk_create(rows)


def _content(one: _Made) -> dict[str, Any]:
    """:meth:`Article.public_content`, asked with what this module knows already instead of a query an article."""
    article: Any = one.article
    article.byline, article.raw_body = (lambda: one.byline), (lambda: one.line.body)
    return article.public_content()


def _revisions(made: Sequence[_Made], decision: Decision) -> None:
    """A version each. All their columns but a few are those of the first."""
    kind = ContentType.objects.get_for_model(Article)
    like = made[0].article.serializable_data()
    for one in made:
        article = one.article
        words = {name: getattr(article, name) for name in ("headline", "standfirst", "kicker", "dateline", "slug")}
        own = {
            "pk": article.pk,
            "story": article.story_id,
            "language": article.language,
            "body": json.dumps(one.line.body),
            "released_at": one.line.released.isoformat().replace("+00:00", "Z"),
            "first_published_at": one.line.released.isoformat().replace("+00:00", "Z"),
            "last_published_at": one.line.released.isoformat().replace("+00:00", "Z"),
        }
        one.revision = Revision(
            content_type=kind,
            base_content_type=kind,
            object_id=str(article.pk),
            created_at=decision.at,
            user=decision.by,
            object_str=article.headline,
            content=like | words | own,
        )
    Revision.objects.bulk_create(one.revision for one in made)


def _releases(made: Sequence[_Made], decision: Decision) -> None:
    from tintuc.stories.models.article import digest_of

    clearances = [
        Clearance(
            article=one.article,
            digest=digest_of(one.content),
            rule_set=RULE_SET,
            waivers=[decision.waiver()],
            checks=0,
            asked_by=decision.by,
        )
        for one in made
    ]
    Clearance.objects.bulk_create(clearances)
    for one, clearance in zip(made, clearances, strict=True):
        one.release = Release(
            article=one.article,
            number=1,
            kind=Release.Kind.FIRST,
            clearance=clearance,
            revision_id=one.revision.pk,
            digest=clearance.digest,
            content=one.content,
            released_at=one.line.released,
            released_by=decision.by,
        )
    Release.objects.bulk_create(one.release for one in made)


def _let_live(made: Iterable[_Made]) -> None:
    """Point each article to its release: the database refuses one that is not its own, or live without one."""
    sql = (
        "UPDATE stories_article SET live = %s, current_release_id = %s, live_revision_id = %s, "
        "latest_revision_id = %s, has_unpublished_changes = %s WHERE id = %s"
    )
    rows = [(True, one.release.pk, one.revision.pk, one.revision.pk, False, one.article.pk) for one in made]
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)


def _place(made: Iterable[_Made]) -> None:
    rows = []
    for one in made:
        for number, (edition, section) in enumerate(one.line.places):
            placement = Placement(
                article=one.article,
                edition=edition,
                section=section,
                canonical=number == 0,
                released_at=one.line.released,
            )
            placement.path = path_of(placement, one.line.texts["headline"], one.line.released)
            rows.append(placement)
    Placement.objects.bulk_create(rows)


def _log(made: Iterable[_Made], decision: Decision) -> None:
    kind = ContentType.objects.get_for_model(Article)
    ModelLogEntry.objects.bulk_create(
        ModelLogEntry(
            content_type=kind,
            object_id=str(one.article.pk),
            label=one.article.headline,
            action="wagtail.publish",
            data={"archive": decision.reason},
            timestamp=decision.at,
            user=decision.by,
            content_changed=True,
            deleted=False,
        )
        for one in made
    )
