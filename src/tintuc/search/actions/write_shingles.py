"""Keeps the shingles by which an article is found again."""

from __future__ import annotations

from django.db import transaction

from tintuc.search.models import Shingle
from tintuc.stories.models import Article
from tintuc.stories.passages import Passage
from tintuc.text.shingles import sample, shingles

#: Rows written at once.
BATCH = 500
#: Kinds of block that are the newsroom's own words about the story and no part of it.
APART = frozenset({"embed", "correction"})
#: Parts of a block that are none of the text, either.
BESIDE = frozenset({"speaker", "attribution", "alt", "credit"})


def pieces_of(passages: list[Passage]) -> list[Passage]:
    """The passages of the body that make up its text, with who speaks and what pictures show left out."""
    return [
        passage
        for passage in passages
        if passage.field == "body" and passage.kind not in APART and passage.part not in BESIDE
    ]


def keys_of(article: Article) -> set[int]:
    """All shingles of the words the article holds."""
    return {one.key for one in shingles([piece.text for piece in pieces_of(article.passages())], article.language)}


@transaction.atomic
def write_shingles(*, article: Article) -> None:
    """Put the shingles of the words ``article`` holds in place of those it had; only what changed is written."""
    keys = sample(keys_of(article))
    before = dict(Shingle.objects.filter(article=article.pk).values_list("key", "pk"))
    if gone := [pk for key, pk in before.items() if key not in keys]:
        Shingle.objects.filter(pk__in=gone).delete()
    new = [Shingle(article_id=article.pk, key=key) for key in sorted(keys - before.keys())]
    Shingle.objects.bulk_create(new, batch_size=BATCH)


def rewrite_shingles() -> int:
    """Write them anew for every article of the archive, each by itself; return how many articles there are."""
    count = 0
    for article in Article.objects.select_related("latest_revision").order_by("pk").iterator(chunk_size=100):
        write_shingles(article=article.get_latest_revision_as_object())
        count += 1
    return count
