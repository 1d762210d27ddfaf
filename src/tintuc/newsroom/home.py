"""The first page of the desk: what waits for somebody."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from wagtail.admin.ui.components import Component
from wagtail.permissions import policy_registry

from tintuc.integrity.queries import inspect
from tintuc.network.permissions import sites_for
from tintuc.stories.models import Article

#: Drafts whose checks are run for the page: the newest, so that it stays quick.
LOOKED_AT = 12


class DeskPanel(Component):
    """Drafts with their verdict, what is scheduled, what went live last."""

    order = 50
    template_name = "newsroom/panels/home.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """The rows the person may see."""
        user = parent_context["request"].user
        rows = policy_registry.get_by_type(Article).instances_user_has_any_permission_for(user, ["view"])
        rows = rows.select_related("story__site", "latest_revision__user")
        drafts = rows.filter(Q(live=False) | Q(has_unpublished_changes=True)).order_by("-latest_revision__created_at")
        newest = list(drafts[:LOOKED_AT])
        return {
            "drafts": [(article, inspect(article.get_latest_revision_as_object())) for article in newest],
            "more": drafts.count() - len(newest),
            "live": rows.filter(live=True).order_by("-last_published_at")[:8],
            "may_write": bool(sites_for(user, "write")),
        }
