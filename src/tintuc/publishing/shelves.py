"""What is public in other orders than time: at the top of a front, by topic, by person; corrections and history."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone

from tintuc.network.models import Edition, Topic
from tintuc.publishing.queries import newest, public
from tintuc.stories.models import Article, Contributor, Correction, Credit, Placement, Release


def front(edition: Edition, limit: int) -> list[Placement]:
    """What stands on the front: first what editors put at its top, in their order, then the newest."""
    top = list(on_top(edition))
    placed = {placement.pk for placement in top}
    return [*top, *(one for one in newest(edition, None, limit) if one.pk not in placed)][:limit]


def on_top(edition: Edition) -> QuerySet[Placement]:
    """What editors put at the top of the front, as long as it is to stay there."""
    until = Q(front_until=None) | Q(front_until__gt=timezone.now())
    return public(edition).filter(until, front_place__isnull=False).order_by("front_place", "-released_at")


def of_topic(edition: Edition, topic: Topic) -> QuerySet[Placement]:
    """Public placements whose story is filed under the topic, newest first."""
    return public(edition).filter(article__story__topics=topic)


def of_person(edition: Edition, person: Contributor) -> QuerySet[Placement]:
    """Public placements that name the person in their byline, newest first."""
    named = Credit.objects.filter(contributor=person)
    whole = Q(story__in=named.filter(article=None).values("story"))
    own = Q(pk__in=named.exclude(article=None).values("article"))
    articles = Article.objects.filter(whole | own, language=edition.language)
    return public(edition).filter(article__in=articles.values("pk"))


def corrections(edition: Edition) -> QuerySet[Correction]:
    """Corrections of what readers of the edition may see now, newest first."""
    return (
        Correction.objects.filter(article__placements__in=public(edition).order_by().values("pk"))
        .exclude(kind="update")
        .select_related("article__story", "release__clearance")
    )


def history(article: Article) -> QuerySet[Release]:
    """The article's releases readers may still look at, newest first; what was withdrawn is none of them."""
    return article.releases.filter(closed_at=None).select_related("clearance").order_by("-number")
