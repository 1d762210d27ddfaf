"""Turns a whole site to text, and back."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from tintuc.network.models import Site
from tintuc.network.permissions import require

TEXT_ONLY = "tintuc.text_only"


@transaction.atomic
def set_text_only(*, site: Site, on: bool, by: Any) -> Site:
    """Serve ``site`` as text only, or as usual again, and return it; every page of it is baked anew, newest first.

    For a storm or an outage, when readers' lines hold little: no pictures, scripts or typefaces. ``by`` is the person,
    or None for the command line. Turning it to what it is does nothing. Raises ``NotAllowed``.
    """
    if by is not None:
        require(by, "emergency", site.pk)
    site = Site.objects.select_for_update().get(pk=site.pk)
    if site.text_only != on:
        site.text_only = on
        site.save()
        log(instance=site, action=TEXT_ONLY, user=by, data={"on": on})
    return site
