"""What the desk's history says about translations."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogFormatter

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
