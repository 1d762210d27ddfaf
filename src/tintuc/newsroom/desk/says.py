"""What the translation desk's scripts say, in the language of whoever works there. ``%s`` is filled in by them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _


def says() -> dict[str, Any]:
    """Every sentence the scripts need."""
    return {
        "states": {
            "untranslated": _("not translated"),
            "stale": _("source changed"),
            "draft": _("being written"),
            "draft-machine": _("machine draft"),
            "translated": _("translated"),
            "reviewed": _("reviewed"),
            "final": _("released"),
            "left-out": _("left out"),
            "added": _("added here"),
            "lost": _("gone from the source"),
        },
        "levels": {"hold": _("hold"), "query": _("query"), "note": _("note")},
        "kinds": {"same place": _("memory, same place"), "exact": _("memory, same words"), "fuzzy": _("memory")},
        "status": {
            "saved": _("All saved"),
            "saving": _("Saving…"),
            "dirty": _("Not saved yet"),
            "waiting": _("Not saved. Your words are kept on this device; trying again…"),
            "offline": _("No connection. Your words are kept on this device; trying again…"),
            "loggedOut": _("You are logged out. Log in in another tab: your words are kept here and will be saved."),
            "refused": _("One passage was not saved: see what it says."),
            "met": _("Somebody else has written here: choose which words stay."),
        },
        "merge": {
            "head": _("The source's blocks have changed:"),
            "gained": _("%s new"),
            "missing": _("%s missing here"),
            "lost": _("%s gone"),
            "moved": _("%s moved"),
            "refreshed": _("%s with another picture, address or length"),
            "done": _("The blocks follow the source now."),
        },
        "doneOf": _("%(done)s of %(all)s done"),
        "machine": _("machine"),
        "memory": _("memory"),
        "edited": _("edited"),
        "madeBy": _("Words by %s"),
        "reviewedBy": _("Reviewed by %s"),
        "changed": _("What changed:"),
        "upstream": _("The text this source was made from has changed too; the source has not followed yet."),
        "leftOut": _("Left out"),
        "leftOutBefore": _("Left out before, but the source has changed since"),
        "addedHere": _("Added here for local readers"),
        "lost": _("The source does not have this any more."),
        "nothing": _("(nothing)"),
        "fixTo": _("Fix: %s"),
        "fixAway": _("Fix: delete"),
        "waive": _("Waive…"),
        "noSuggestion": _("The memory has nothing like it."),
        "looking": _("Looking…"),
        "noAnswer": _("No answer. It is asked again when you come back here."),
        "noForm": _("no form in this language yet"),
        "missingForm": _("not in the translation"),
        "forbidden": _("not used"),
        "insert": _("Put it in"),
        "resolvedBy": _("settled by %s"),
        "writesHere": _("%s is writing here"),
        "comments": _("comments: %s"),
        "keptHere": _("These words were kept on this device and not saved; others stand here by now."),
        "noneLeft": _("Nothing is left to do among what is shown."),
        "noFinding": _("No finding among what is shown."),
        "notThere": _("These words are not there any more."),
        "notDone": _("No answer: nothing was done. Try again."),
        "saveFirst": _("Not everything is saved yet, so nothing was done."),
        "released": _("Released."),
        "vouchedBy": _("%s vouches for these words"),
        "holds": _("On hold: %s"),
        "go": _("Clear to go"),
        "reasonOut": _("Why is it left out?"),
        "reasonWaive": _("Why may this pass? Your name and this reason are kept."),
    }
