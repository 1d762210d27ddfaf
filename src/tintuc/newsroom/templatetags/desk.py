"""Where the desk leads to, and what it says about a language of a story in few words."""

from __future__ import annotations

import datetime as dt

from django import template
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tintuc.newsroom.work import work_path
from tintuc.stories.models import Placement
from tintuc.translation.models import Progress, Stage

register = template.Library()


@register.filter
def age(moment: dt.datetime) -> str:
    """How long ago a moment is, in one unit; of less than a minute no more than that."""
    if timezone.now() - moment < dt.timedelta(minutes=1):
        return _("just now")
    return timesince(moment, depth=1)


@register.simple_tag
def work_url(cell: Progress) -> str:
    """Where a language of a story is worked on."""
    return work_path(cell.article) if cell.article else ""


@register.simple_tag
def cell_facts(cell: Progress) -> list[str]:
    """What is to be known beside the state: how many passages, since when, who, by when, where, how often read."""
    return [
        fact for fact in (_how_far(cell), _since(cell), _who(cell), _when(cell), _where(cell), _reads(cell)) if fact
    ]


def _how_far(cell: Progress) -> str:
    if cell.stage in {Stage.STALE, Stage.LIVE_STALE}:
        if not cell.stale:
            return _("waits for its own source")
        return ngettext("%(count)d block", "%(count)d blocks", cell.stale) % {"count": cell.stale}
    if cell.stage == Stage.HOLD:
        return ngettext("%(count)d finding", "%(count)d findings", cell.holds or 0) % {"count": cell.holds or 0}
    if cell.stage in {Stage.WORK, Stage.DRAFT} and cell.untranslated:
        values = {"done": cell.passages - cell.untranslated, "of": cell.passages}
        return _("%(done)d of %(of)d") % values
    if cell.stage == Stage.WORK and cell.complete:
        return _("being checked")
    return ""


def _since(cell: Progress) -> str:
    if cell.stage in {Stage.STALE, Stage.LIVE_STALE} and cell.stale_since:
        return age(cell.stale_since)
    return ""


def _who(cell: Progress) -> str:
    assignment = getattr(cell.article, "assignment", None) if cell.article else None
    return str(assignment.person.get_full_name() or assignment.person) if assignment else ""


def _when(cell: Progress) -> str:
    if cell.due is None or cell.rank == 2:
        return ""
    late = cell.due < timezone.now()
    moment = date_format(timezone.localtime(cell.due), "SHORT_DATETIME_FORMAT")
    return (_("was due %(moment)s") if late else _("due %(moment)s")) % {"moment": moment}


def _where(cell: Progress) -> str:
    """The editions it is placed on, where they are more than one, and on which of them readers do not have it."""
    placements = list(cell.article.placements.all()) if cell.article else []
    return ", ".join(_on(placement, bool(cell.article.live)) for placement in placements) if placements[1:] else ""


def _on(placement: Placement, live: bool) -> str:
    name = placement.edition.name
    if placement.withdrawn_at:
        return _("%(edition)s (withdrawn)") % {"edition": name}
    if live and placement.shown_at is None:
        return _("%(edition)s (not yet)") % {"edition": name}
    return name


def _reads(cell: Progress) -> str:
    if not cell.reads:
        return ""
    values = {"count": number_format(cell.reads, force_grouping=True)}
    return ngettext("%(count)s read", "%(count)s reads", cell.reads) % values
