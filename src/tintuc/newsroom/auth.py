"""Lets people who work on a site into the desk."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend

from tintuc.network.models import Membership

#: What everybody at a desk may do with things that belong to no site.
GIVEN = frozenset(
    [
        "wagtailadmin.access_admin",
        "stories.add_photo",
        "stories.change_photo",
        "stories.choose_photo",
        "stories.view_photo",
    ]
)


class MembershipBackend(BaseBackend):
    """Answers questions about permissions only; log-in is the other backends' part."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Whether a membership anywhere gives the permission."""
        return perm in GIVEN and user_obj.is_active and self._works_here(user_obj)

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """All that a membership gives."""
        return set(GIVEN) if user_obj.is_active and self._works_here(user_obj) else set()

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Whether a membership gives anything in an application."""
        return any(perm.startswith(f"{app_label}.") for perm in self.get_all_permissions(user_obj))

    def _works_here(self, user: Any) -> bool:
        if not hasattr(user, "_works_here"):
            user._works_here = user.pk is not None and Membership.objects.filter(user=user).exists()
        return bool(user._works_here)
