"""Who may do what where. Everything that asks about rights asks here."""

from __future__ import annotations

import itertools
import time
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext as _

from tintuc.network.models import Membership, Role, Site

#: What each role may do on its site. A role not named for a verb may not do it.
ROLES: dict[str, frozenset[str]] = {
    "view": frozenset(Role.values),
    "write": frozenset(Role.values),
    "translate": frozenset(Role.values),
    "assign": frozenset({Role.EDITOR, Role.CHIEF}),
    "draft": frozenset({Role.TRANSLATOR, Role.EDITOR, Role.CHIEF}),  # by a machine: it may cost money
    "waive": frozenset({Role.EDITOR, Role.CHIEF}),
    "keep_terms": frozenset({Role.TRANSLATOR, Role.EDITOR, Role.CHIEF}),
    "release": frozenset({Role.EDITOR, Role.CHIEF}),
    "withdraw": frozenset({Role.EDITOR, Role.CHIEF}),
    "emergency": frozenset({Role.EDITOR, Role.CHIEF}),  # the site as text only
    "set_up": frozenset({Role.CHIEF}),
    "found": frozenset(),  # a new site: for superusers
}


class NotAllowed(PermissionDenied):
    """The person has no such right on this site."""


#: A screen of the desk asks dozens of times: roles are read once for a user in memory, and again after so many seconds.
FRESH = 2.0
_changes = itertools.count()
_change = next(_changes)


def _forget(**_: Any) -> None:
    """Have every user in memory ask anew."""
    global _change
    _change = next(_changes)


for _model in (Membership, Site):
    for _signal in (post_save, post_delete):
        _signal.connect(_forget, sender=_model, dispatch_uid=f"network.permissions.{_model.__name__}", weak=False)


def _roles(user: Any) -> dict[int, str]:
    """The role of a person on each of their sites; a superuser has none of the roles and all of the rights."""
    kept = getattr(user, "_roles_by_site", None)
    if kept is not None and kept[0] == _change and time.monotonic() - kept[1] < FRESH:
        return kept[2]
    with connection.cursor() as cursor:  # each request asks: the words of the question cost more than its answer
        if user.is_superuser:
            cursor.execute("SELECT id, '' FROM network_site")
        else:
            cursor.execute("SELECT site_id, role FROM network_membership WHERE user_id = %s", [user.pk])
        roles = dict(cursor.fetchall())
    user._roles_by_site = (_change, time.monotonic(), roles)
    return roles


def sites_for(user: Any, verb: str) -> set[int]:
    """The primary keys of the sites on which ``user`` may do ``verb``."""
    if not user or not user.is_active:
        return set()
    roles = _roles(user)
    return {site for site, role in roles.items() if user.is_superuser or role in ROLES[verb]}


def may(user: Any, verb: str, site: Site | int) -> bool:
    """Whether ``user`` may do ``verb`` on ``site``; ``None`` as user is nobody, and may nothing."""
    return (site if isinstance(site, int) else site.pk) in sites_for(user, verb)


def require(user: Any, verb: str, site: Site | int) -> None:
    """Raise :class:`NotAllowed` unless ``user`` may do ``verb`` on ``site``."""
    if not may(user, verb, site):
        raise NotAllowed(_("You may not do this on this site. Ask its chief editor for the role you need."))
