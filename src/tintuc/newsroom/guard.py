"""Puts a check of the row itself before every screen.

Wagtail's snippet views ask whether somebody may change articles, not whether they may change this article; only some
of them look at the row. Here all do.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from wagtail.permissions import policy_registry


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


def guarded(viewset: type) -> type:
    """Class decorator: mixes :class:`InstanceGuard` into every view class of a snippet viewset that has a row."""
    for name in dir(viewset):
        if not name.endswith("_view_class") or name == "revisions_revert_view_class":
            continue
        view = getattr(viewset, name)
        if isinstance(view, type) and hasattr(view, "get_object") and not issubclass(view, InstanceGuard):
            setattr(viewset, name, type(f"Guarded{view.__name__}", (InstanceGuard, view), {}))
    return viewset
