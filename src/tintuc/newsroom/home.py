"""The first page of the desk: what waits for somebody."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from wagtail.admin.ui.components import Component

from tintuc.integrity.queries import inspect
from tintuc.network.permissions import sites_for
from tintuc.newsroom.board import title_of
from tintuc.newsroom.long_lists import articles_seen_by

#: Drafts whose checks are run for the page: the newest, so that it stays quick.
LOOKED_AT = 12
#: Drafts that are counted.
MOST = 1000


class DeskPanel(Component):
    """Drafts with their verdict, what is scheduled, what went live last."""

    order = 50
    template_name = "newsroom/panels/home.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """The rows the person may see."""
        user = parent_context["request"].user
        rows = articles_seen_by(user).select_related("story__site", "latest_revision__user").defer("body")
        # Versions are numbered as they are saved: their numbers order the drafts, by an index of them.
        drafts = rows.filter(Q(live=False) | Q(has_unpublished_changes=True)).order_by("-latest_revision_id")
        newest = list(drafts[:LOOKED_AT])
        counted = drafts[: MOST + LOOKED_AT + 1].count()
        return {
            "drafts": [
                (article, title_of(article), inspect(article.get_latest_revision_as_object())) for article in newest
            ],
            "more": min(counted - len(newest), MOST),
            "many": counted - len(newest) > MOST,
            "live": rows.filter(live=True).order_by("-last_published_at")[:8],
            "may_write": bool(sites_for(user, "write")),
        }
