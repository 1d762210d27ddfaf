"""Names what this room writes into the log."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from tintuc.network.actions.set_text_only import TEXT_ONLY


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """What readers were sent, and since when."""

    @actions.register_action(TEXT_ONLY)
    class TextOnly(LogFormatter):
        """Which way it was turned."""

        label = gettext_lazy("Turn to text only")

        def format_message(self, log_entry: Any) -> str:
            """In words."""
            return _("Served as text only") if log_entry.data.get("on") else _("Served as usual again")
