"""Puts a check of the row itself before every screen.

Wagtail's snippet views ask whether somebody may change articles, not whether they may change this article; only some
of them look at the row. Here all do. Its choosers offer every row there is, to everybody; here, those one may see.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from wagtail.permissions import policy_registry
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.views.chooser import SnippetChooserViewSet


class InstanceGuard:
    """Refuses the row to whoever has no right to it. Mixed in before each view class of a viewset."""

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        """The row, if the person may see it; changing it is asked for on anything but a look."""
        found = super().get_object(*args, **kwargs)  # type: ignore[misc]  # of the view it is mixed into
        if found is None:
            return None
        request = self.request  # type: ignore[attr-defined]
        needed = ["view"] if request.method in {"GET", "HEAD"} else ["change", "publish", "lock", "unlock", "delete"]
        policy = policy_registry.get_by_type(type(found))
        if not policy.user_has_any_permission_for_instance(request.user, needed, found):
            raise PermissionDenied
        return found


class SeenOnly:
    """Offers and names no row that the person may not see. Mixed in before each view class of a chooser."""

    def get_object_list(self) -> QuerySet[Any]:
        """The rows to choose from."""
        policy = policy_registry.get_by_type(self.model_class)  # type: ignore[attr-defined]  # of the view
        return policy.instances_user_has_any_permission_for(self.request.user, ["choose"])  # type: ignore[attr-defined]

    def get_object(self, pk: Any) -> Any:
        """The row that was chosen."""
        return self.get_object_list().get(pk=pk)

    def get_objects(self, pks: Any) -> QuerySet[Any]:
        """The rows that were chosen."""
        return self.get_object_list().filter(pk__in=pks)


def _seen_only(view: type) -> type:
    return type(f"Guarded{view.__name__}", (SeenOnly, view), {})


class GuardedChooserViewSet(SnippetChooserViewSet):
    """A chooser among the rows that the person may see."""

    choose_view_class = _seen_only(SnippetChooserViewSet.choose_view_class)
    choose_results_view_class = _seen_only(SnippetChooserViewSet.choose_results_view_class)
    chosen_view_class = _seen_only(SnippetChooserViewSet.chosen_view_class)
    chosen_multiple_view_class = _seen_only(SnippetChooserViewSet.chosen_multiple_view_class)


class GuardedDelete(DeleteBulkAction):
    """Deleting several rows: those that the person may not delete are named only if the person may see them."""

    def get_actionable_objects(self) -> tuple[list[Any], dict[str, Any]]:
        """The rows to delete, and those apart."""
        rows, told = super().get_actionable_objects()
        may_see = self.permission_policy.user_has_permission_for_instance
        apart = [row for row in told["items_with_no_access"] if may_see(self.request.user, "view", row)]
        return rows, {**told, "items_with_no_access": apart}


def guarded(viewset: type) -> type:
    """Class decorator: guards every view class of a snippet viewset that has a row, and its choosers."""
    viewset.chooser_viewset_class = GuardedChooserViewSet  # type: ignore[attr-defined]
    for name in dir(viewset):
        if not name.endswith("_view_class") or name == "revisions_revert_view_class":
            continue
        view = getattr(viewset, name)
        if isinstance(view, type) and hasattr(view, "get_object") and not issubclass(view, InstanceGuard):
            setattr(viewset, name, type(f"Guarded{view.__name__}", (InstanceGuard, view), {}))
    return viewset
