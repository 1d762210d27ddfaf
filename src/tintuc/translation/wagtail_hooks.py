"""What the desk's history says about translations."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from tintuc.translation.actions.minor_edit import MINOR
from tintuc.translation.actions.take_file import TAKEN


@hooks.register("register_log_actions")
def taken_in(actions: Any) -> None:
    """Name who a version came from."""

    @actions.register_action(TAKEN)
    class Taken(LogFormatter):
        """A file of an agency."""

        label = gettext_lazy("Take in a file")

        def format_message(self, entry: Any) -> str:
            """Who it came from, and how much."""
            data = entry.data
            return _("Taken in from %(origin)s: %(count)s passages") % {
                "origin": data.get("origin", ""),
                "count": len(data.get("units", {})),
            }


@hooks.register("register_log_actions")
def minor(actions: Any) -> None:
    """Name what was called a minor edit."""

    @actions.register_action(MINOR)
    class Minor(LogFormatter):
        """The source's editor keeps its translations."""

        label = gettext_lazy("Minor edit")

        def format_message(self, entry: Any) -> str:
            """How many passages were kept, and why."""
            said = _("Minor edit: %(count)s translated passages are still right") % {"count": entry.data.get("units")}
            return f"{said}. {entry.data['note']}" if entry.data.get("note") else said
