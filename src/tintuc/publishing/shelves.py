"""What is public in other orders than time: at the top of a front, by topic, by person; corrections and history."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from tintuc.network.models import Edition, Topic
from tintuc.publishing.queries import all_public, newest, public
from tintuc.stories.models import Article, Contributor, Correction, Credit, Placement, Release

#: Articles that are looked up one by one; more are found on the way through the edition's newest.
FEW = 500


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
    return _of(edition, Article.objects.filter(story__topics=topic, language=edition.language))


def of_person(edition: Edition, person: Contributor) -> QuerySet[Placement]:
    """Public placements that name the person in their byline, newest first."""
    named = Credit.objects.filter(contributor=person)
    whole = Q(story__in=named.filter(article=None).values("story"))
    own = Q(pk__in=named.exclude(article=None).values("article"))
    return _of(edition, Article.objects.filter(whole | own, language=edition.language))


def _of(edition: Edition, articles: QuerySet[Article]) -> QuerySet[Placement]:
    """The public placements of some articles, newest first.

    Few are named one by one, since a database that walks the edition's newest to find them walks all of an archive;
    many are met on that walk soon enough.
    """
    some = list(articles.order_by().values_list("pk", flat=True)[: FEW + 1])
    if len(some) > FEW:
        return public(edition).filter(article__in=articles.order_by().values("pk"))
    placed = Placement.objects.filter(edition=edition, article__in=some).order_by()
    return all_public().filter(pk__in=list(placed.values_list("pk", flat=True)))


def corrections(edition: Edition) -> QuerySet[Correction]:
    """Corrections of what readers of the edition may see now, newest first."""
    seen = public(edition).order_by().filter(article=OuterRef("article"))
    return (
        Correction.objects.filter(Exists(seen))
        .exclude(kind="update")
        .select_related("article__story", "release__clearance")
    )


def history(article: Article) -> QuerySet[Release]:
    """The article's releases readers may still look at, newest first; what was withdrawn is none of them."""
    return article.releases.filter(closed_at=None).select_related("clearance").order_by("-number")
