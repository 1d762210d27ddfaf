"""The step of a workflow in which an editor of the article's own site reads it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from tintuc.network.permissions import may, sites_for
from tintuc.stories.models import Article


class EditorsReview(Task):
    """Whoever may release on the article's site approves it; approving releases it, so the integrity desk is asked."""

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        """Editors of the site open it while it waits for them."""
        return may(user, "release", obj.story.site_id)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """For everybody else it stands still meanwhile."""
        return not may(user, "release", obj.story.site_id)

    def user_can_lock(self, obj: Any, user: Any) -> bool:
        """Editors may lock it for themselves."""
        return may(user, "release", obj.story.site_id)

    def user_can_unlock(self, obj: Any, user: Any) -> bool:
        """Only whoever locked it unlocks it."""
        return False

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        """Approve, or ask for changes with a comment."""
        if not may(user, "release", obj.story.site_id):
            return []
        return [("reject", _("Request changes"), True), ("approve", _("Approve and release"), False)]

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        """What waits for this person."""
        mine = Article.objects.filter(story__site__in=sites_for(user, "release")).values_list("pk", flat=True)
        return self.task_states.filter(
            status=TaskState.STATUS_IN_PROGRESS, workflow_state__object_id__in=[str(pk) for pk in mine]
        )

    @classmethod
    def get_description(cls) -> str:
        """What it says when a workflow is set up."""
        return str(_("An editor of the article's own site reads it and releases it"))

    class Meta:
        verbose_name = _("editors' review")
        verbose_name_plural = _("editors' reviews")
