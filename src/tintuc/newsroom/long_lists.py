"""Lists of the desk that stay quick however long they are."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import cached_property
from wagtail.admin.paginator import WagtailPaginator

from tintuc.network.models import Site
from tintuc.network.permissions import sites_for
from tintuc.stories.models import Article, Story

#: Rows that are counted and can be paged through; whoever looks for older ones narrows the list.
MOST = 3000
#: Stories of a person's sites up to which they are looked up; of more, all are walked until a page is full.
FEW = 2000


class CappedPaginator(WagtailPaginator):
    """Counts no further than :data:`MOST`: to count a million articles takes longer than to show thirty."""

    @cached_property
    def count(self) -> int:
        """How many rows, at most :data:`MOST`."""
        return int(self.object_list.order_by()[:MOST].count())

    @cached_property
    def items_count_label(self) -> str:
        """The number for the heading, with a plus where counting stopped."""
        usual = super().items_count_label
        return usual.replace(str(MOST), f"{MOST}+", 1) if self.stopped else usual

    @property
    def stopped(self) -> bool:
        """Whether there may be more rows than can be paged through."""
        return self.count == MOST


def stories_seen_by(user: Any) -> QuerySet[Story]:
    """The stories of the sites a person may see, in words that let a database walk an order and stop at a page.

    Asked for the sites by an index, it would read all their stories first and sort them.
    """
    sites = sites_for(user, "view")
    return Story.objects.all() if user.is_superuser else Story.objects.filter(on_sites(sites))


def on_sites(sites: Collection[int]) -> Q:
    """A condition for rows with a ``site``, in such words."""
    if len(sites) == 1:
        return Q(site=next(iter(sites)))
    return Q(Exists(Site.objects.filter(pk=OuterRef("site_id")).filter(pk__in=sites)))


def articles_seen_by(user: Any) -> QuerySet[Article]:
    """The articles of the sites a person may see, in such words, too."""
    if user.is_superuser:
        return Article.objects.all()
    return Article.objects.filter(at_home_on(sites_for(user, "view")))


def at_home_on(sites: Collection[int]) -> Q:
    """A condition for articles whose story is at home on one of the sites, in such words."""
    mine = Story.objects.filter(site__in=sites).order_by()
    if mine[: FEW + 1].count() <= FEW:
        return Q(story__in=mine.values("pk"))
    return Q(Exists(mine.filter(pk=OuterRef("story_id"))))
