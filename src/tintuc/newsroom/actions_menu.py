"""The actions under the editor."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.action_menu import PublishMenuItem

from tintuc.network.permissions import may


class ReleaseMenuItem(PublishMenuItem):
    """Release, for those who may release on the article's own site."""

    label = _("Release")
    template_name = "newsroom/release_button.html"

    def is_shown(self, context: dict[str, Any]) -> bool:
        """Whether this person may release this article."""
        article = context.get("instance")
        if article is None or context.get("locked_for_user"):
            return False
        return may(context["request"].user, "release", article.story.site_id)
