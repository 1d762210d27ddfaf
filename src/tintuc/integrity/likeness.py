"""What the archive holds of an article's words already, as its dossier says it."""

from __future__ import annotations

from tintuc.checks import Near
from tintuc.checks.catalogue.duplicates.near import HALF
from tintuc.search.near import Twin, twins
from tintuc.stories.models import Article


def near(article: Article) -> tuple[Near, ...]:
    """The other stories with much of the same words that were there first: of two copies the later is asked."""
    found = twins(article, HALF)
    return tuple(_near(article, twin) for twin in found if _age(twin.article) < _age(article))


def _age(article: Article) -> tuple[bool, int, int | float]:
    """What was released comes before what was not, then what came first. Dates on a page prove nothing."""
    first = article.releases.order_by("pk").values_list("pk", flat=True).first() if article.pk else None
    return first is None, first or 0, article.pk or float("inf")


def _near(article: Article, twin: Twin) -> Near:
    story, other = article.story, twin.article
    placement = other.placements.filter(withdrawn_at=None).select_related("edition__site").first()
    makers = {line["slug"] for line in article.byline()}
    return Near(
        containment=twin.containment,
        headline=str(other),
        story=f"story {other.story_id}",
        address=placement.url if placement and other.live else "",
        same_story=other.story_id == story.pk,
        credited=bool(story.provider_id or story.source_url),
        same_hand=bool(makers & {line["slug"] for line in other.byline()}),
        block=twin.passage.block,
        part=twin.passage.part,
        start=twin.start,
        end=twin.end,
    )
