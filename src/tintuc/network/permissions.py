"""Who may do what where. Everything that asks about rights asks here."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from tintuc.network.models import Membership, Role, Site

#: What each role may do on its site. A role not named for a verb may not do it.
ROLES: dict[str, frozenset[str]] = {
    "view": frozenset(Role.values),
    "write": frozenset(Role.values),
    "translate": frozenset(Role.values),
    "assign": frozenset({Role.EDITOR, Role.CHIEF}),
    "waive": frozenset({Role.EDITOR, Role.CHIEF}),
    "keep_terms": frozenset({Role.TRANSLATOR, Role.EDITOR, Role.CHIEF}),
    "release": frozenset({Role.EDITOR, Role.CHIEF}),
    "withdraw": frozenset({Role.EDITOR, Role.CHIEF}),
    "set_up": frozenset({Role.CHIEF}),
    "found": frozenset(),  # a new site: for superusers
}


class NotAllowed(PermissionDenied):
    """The person has no such right on this site."""


def sites_for(user: Any, verb: str) -> set[int]:
    """The primary keys of the sites on which ``user`` may do ``verb``."""
    if not user or not user.is_active:
        return set()
    if user.is_superuser:
        return set(Site.objects.values_list("pk", flat=True))
    return set(Membership.objects.filter(user=user, role__in=ROLES[verb]).values_list("site_id", flat=True))


def may(user: Any, verb: str, site: Site | int) -> bool:
    """Whether ``user`` may do ``verb`` on ``site``; ``None`` as user is nobody, and may nothing."""
    return (site if isinstance(site, int) else site.pk) in sites_for(user, verb)


def require(user: Any, verb: str, site: Site | int) -> None:
    """Raise :class:`NotAllowed` unless ``user`` may do ``verb`` on ``site``."""
    if not may(user, verb, site):
        raise NotAllowed(_("You may not do this on this site. Ask its chief editor for the role you need."))
