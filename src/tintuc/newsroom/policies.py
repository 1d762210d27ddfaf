"""Who may see and change which row, asked by every screen of the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model, Q, QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy

from tintuc.network.permissions import sites_for

#: What Wagtail's actions are called in our table of roles.
VERBS = {
    "add": "write",
    "change": "write",
    "view": "view",
    "choose": "view",
    "publish": "release",
    "lock": "write",
    "unlock": "release",
    "delete": "set_up",
}


class SitePolicy(BasePermissionPolicy):
    """Rights by site: ``site_of`` tells a row's site, ``path`` is the same as a database lookup."""

    def __init__(self, model: type[Model], path: str, site_of: Callable[[Any], int | None], **verbs: str) -> None:
        super().__init__(model)
        self.path, self.site_of = path, site_of
        self.verbs = VERBS | verbs

    def _sites(self, user: Any, action: str) -> set[int]:
        return sites_for(user, self.verbs[action]) if action in self.verbs else set()

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether the person may do this on any site at all."""
        return bool(self._sites(user, action))

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        """Whether the person may do any of these anywhere."""
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        """Everybody who may do any of these anywhere."""
        return get_user_model().objects.filter(Q(is_superuser=True) | Q(memberships__isnull=False)).distinct()

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """Whether the person may do this with this row."""
        return self.site_of(instance) in self._sites(user, action)

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        """Whether the person may do any of these with this row."""
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        """The rows the person may do any of these with."""
        sites = set().union(*(self._sites(user, action) for action in actions))
        return self.model._default_manager.filter(**{f"{self.path}__in": sites})

    def instances_user_has_permission_for(self, user: Any, action: str) -> QuerySet[Any]:
        """The rows the person may do this with."""
        return self.instances_user_has_any_permission_for(user, [action])


class SharedPolicy(SitePolicy):
    """Rows that belong to no site (contributors, licences): whoever writes anywhere keeps them, a chief may delete."""

    def __init__(self, model: type[Model]) -> None:
        super().__init__(model, "pk", lambda _: None)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """The same for every row."""
        return self.user_has_permission(user, action)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        """All rows or none."""
        rows = self.model._default_manager
        return rows.all() if self.user_has_any_permission(user, actions) else rows.none()


class TermPolicy(SitePolicy):
    """Rows of one site or, without a site, of the network: whoever keeps terms anywhere keeps those of the network."""

    def __init__(self, model: type[Model]) -> None:
        super().__init__(model, "site", lambda row: row.site_id, add="keep_terms", change="keep_terms")

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """Whether the person may do this with this row."""
        sites = self._sites(user, action)
        return bool(sites) if instance.site_id is None else instance.site_id in sites

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        """The network's rows and those of the person's sites."""
        sites = set().union(*(self._sites(user, action) for action in actions))
        rows = self.model._default_manager
        return rows.filter(Q(site=None) | Q(site__in=sites)) if sites else rows.none()


class NamePolicy(SharedPolicy):
    """Names are the whole network's: whoever keeps terms anywhere keeps them, a chief may delete."""

    def __init__(self, model: type[Model]) -> None:
        super().__init__(model)
        self.verbs = VERBS | {"add": "keep_terms", "change": "keep_terms"}


class OwnerPolicy(SharedPolicy):
    """Rows that are the whole network's: the superuser's alone."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether the person is a superuser."""
        return bool(user.is_active and user.is_superuser)
