"""Puts stories at the top of a front."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from tintuc.jobs.holding import hold
from tintuc.network.models import Edition
from tintuc.network.permissions import require
from tintuc.publishing.marks import mark
from tintuc.publishing.queries import public
from tintuc.stories.errors import StoryError
from tintuc.stories.models import Placement

#: More than this is no top any more.
MOST = 12
ARRANGED = "tintuc.arrange_front"


@transaction.atomic
def arrange_front(*, edition: Edition, places: Sequence[tuple[int, dt.datetime | None]], by: Any) -> None:
    """Put placements at the top of the front of ``edition``, in this order, each until its moment or until moved.

    ``places`` are pairs of a placement's primary key and a moment or None; what was at the top and is not among them
    goes back to its place by time. Raises ``NotAllowed``, or :class:`StoryError` for what is not public there.
    """
    if by is not None:
        require(by, "release", edition.site_id)
    hold(Edition.objects.filter(pk=edition.pk))
    wanted = dict(places)
    if len(wanted) > MOST:
        raise StoryError(_("At most %(most)d stories stand at the top of a front.") % {"most": MOST})
    found = public(edition).filter(pk__in=wanted).in_bulk()
    if len(found) != len(wanted):
        raise StoryError(_("One of these stories is not public on this edition any more. Load the page anew."))
    Placement.objects.filter(edition=edition, front_place__isnull=False).update(front_place=None, front_until=None)
    for number, (pk, until) in enumerate(wanted.items(), 1):
        Placement.objects.filter(pk=pk).update(front_place=number, front_until=until)
    log(instance=edition, action=ARRANGED, user=by, data={"placements": list(wanted)})
    mark([f"list:{edition.pk}"])
