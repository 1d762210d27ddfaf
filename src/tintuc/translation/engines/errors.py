"""What can go wrong with a machine, as codes that are stored and sentences that are shown.

EngineError
├── Unsupported: the engine, or the pair of languages, is not to be had; no copy has left
├── NotAllowed: the site or its quota does not let this story go to this engine; no copy has left
├── Refused: the engine has answered, and will answer the same again
│   └── TooMuch: this was too long for it; less at a time may go
├── Busy: it may be better later; ``after`` says when, in seconds, if the engine did
└── BadAnswer: what came back is no translation of what was sent
"""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SAYS: dict[str, Promise] = {
    "unknown": _("There is no engine called %(engine)s in this newsroom's settings."),
    "none": _("No engine of this newsroom translates from %(source)s into %(target)s."),
    "pair": _("%(engine)s does not translate from %(source)s into %(target)s. Nothing was sent."),
    "missing": _("%(engine)s cannot run here: %(what)s is not installed."),
    "key": _("%(engine)s has no key. The operator sets it in the environment or in a file."),
    "settings": _("The settings of the engines cannot be used: %(what)s"),
    "confidential": _(
        "This story is embargoed or confidential, and %(engine)s is not on this machine. The site does not allow that; "
        "nothing was sent."
    ),
    "site-quota": _("The site's quota with %(engine)s is used up this month."),
    "quota": _("The newsroom's quota with %(engine)s is used up this month."),
    "resting": _("%(engine)s failed several times and rests for a while."),
    "refused": _("%(engine)s refuses (%(what)s)."),
    "denied": _(
        "%(engine)s does not let the newsroom in (%(what)s). "
        "The key is wrong or may not do this; the operator can mend it."
    ),
    "other-door": _("The key of %(engine)s belongs to %(what)s, and the settings name another address."),
    "nothing-there": _(
        "%(engine)s has nothing at the address, or of the name, that the settings give (%(what)s). "
        "The operator can mend it."
    ),
    "too-much": _("This passage is longer than %(engine)s takes at one time (%(what)s). Translate it by hand."),
    "declined": _(
        "%(engine)s declines to translate this text (%(what)s). Translate it by hand, or ask another engine."
    ),
    "their-quota": _("%(engine)s says that what is paid for is used up."),
    "busy": _("%(engine)s is busy (%(what)s)."),
    "too-often": _("%(engine)s was asked too often and wants a pause. Try again in a while."),
    "slow": _("%(engine)s did not answer within %(seconds)s seconds."),
    "unreachable": _("%(engine)s cannot be reached."),
    "answer": _("The answer of %(engine)s cannot be used (%(what)s)."),
    "too-large": _("The answer of %(engine)s is far too large. It was not read."),
    "lost": _("The work stopped without a word. Start it again; what was drafted is not paid for twice."),
    "changed": _("The article cannot be written to now: it is locked, or has changed. The drafts are kept."),
    "forbidden": _("Whoever asked for it may not translate on this site now. The drafts are kept."),
    "fault": _("The work failed. What went wrong stands in the log of the worker."),
}


def say(code: str, values: dict[str, Any]) -> str:
    """The sentence of a stored problem, in the language of whoever reads it."""
    return str(SAYS.get(code, SAYS["fault"])) % _Known(values)


class _Known(dict[str, Any]):
    """Values of a sentence; one that is not there is left empty."""

    def __missing__(self, key: str) -> str:
        return ""


class EngineError(Exception):
    """Why there is no draft. Holds a code and plain values: never copy, never a key."""

    again = False  #: whether trying again may help
    counts = False  #: whether it is a sign that the engine itself is down

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code, self.values = code, values

    def __str__(self) -> str:
        return say(self.code, self.values)


class Unsupported(EngineError):
    """The engine or the pair is not to be had; no copy has left."""


class NotAllowed(EngineError):
    """The site, the story or a quota forbids it; no copy has left."""


class Refused(EngineError):
    """The engine answered no, and will answer the same again."""

    counts = True


class TooMuch(Refused):
    """What was sent at one time is more than the engine takes."""


class Busy(EngineError):
    """It may be better later."""

    again = counts = True

    def __init__(self, code: str, after: float | None = None, **values: Any) -> None:
        super().__init__(code, **values)
        self.after = after


class BadAnswer(EngineError):
    """What came back is no translation of what was sent."""

    again = counts = True
