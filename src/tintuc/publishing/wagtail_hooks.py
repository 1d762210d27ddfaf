"""What the desk's history says about releases and fronts."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from tintuc.publishing.actions.arrange_front import ARRANGED
from tintuc.publishing.actions.close_release import CLOSED


@hooks.register("register_log_actions")
def arranged_and_closed(actions: Any) -> None:
    """Name what was done."""

    @actions.register_action(ARRANGED)
    class Arranged(LogFormatter):
        """The top of a front."""

        label = gettext_lazy("Arrange the front")

        def format_message(self, entry: Any) -> str:
            """How many stories stand there."""
            return _("Put at the top of the front: %(count)s stories") % {
                "count": len(entry.data.get("placements", []))
            }

    @actions.register_action(CLOSED)
    class Closed(LogFormatter):
        """A release taken out of the public history."""

        label = gettext_lazy("Take out of the public history")

        def format_message(self, entry: Any) -> str:
            """Which one, and why."""
            return _("Release %(number)s taken out of the public history: %(reason)s") % entry.data
