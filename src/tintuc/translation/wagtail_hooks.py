"""What the desk's history says about translations."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from tintuc.translation.actions.assign import ASSIGNED, FREED
from tintuc.translation.actions.change_source import CHANGED
from tintuc.translation.actions.draft import DRAFTED
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


@hooks.register("register_log_actions")
def another_source(actions: Any) -> None:
    """Name what a translation is made from now."""

    @actions.register_action(CHANGED)
    class Changed(LogFormatter):
        """It is translated from another language."""

        label = gettext_lazy("Translate from another language")

        def format_message(self, entry: Any) -> str:
            """Which one, and how much is stale by that."""
            return _("Translated from %(source)s from now on; %(stale)s passages stale by that") % entry.data


@hooks.register("register_log_actions")
def given_out(actions: Any) -> None:
    """Name who was to see to an article."""

    @actions.register_action(ASSIGNED)
    class Given(LogFormatter):
        """Somebody is to see to it."""

        label = gettext_lazy("Assign")

        def format_message(self, entry: Any) -> str:
            """To whom."""
            return _("Assigned to %(person)s") % {"person": entry.data.get("person", "")}

    @actions.register_action(FREED)
    class Freed(LogFormatter):
        """Nobody has to see to it any more."""

        label = gettext_lazy("Take back an assignment")

        def format_message(self, entry: Any) -> str:
            """From whom."""
            return _("No longer assigned to %(person)s") % {"person": entry.data.get("person", "")}


@hooks.register("register_log_actions")
def drafted(actions: Any) -> None:
    """Name the machine that was asked."""

    @actions.register_action(DRAFTED)
    class Drafted(LogFormatter):
        """A machine's drafts."""

        label = gettext_lazy("Have a machine draft it")

        def format_message(self, entry: Any) -> str:
            """Which machine."""
            return _("Drafts by %(engine)s asked for") % {"engine": entry.data.get("engine", "")}
