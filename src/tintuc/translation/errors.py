"""What can go wrong on the way into another language, in sentences for people.

StoryError
└── TranslationRefused: this story cannot be translated so
    ├── PassageChanged: somebody else has written there meanwhile
    └── Claimed: somebody else is writing there now
"""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from tintuc.stories.errors import StoryError


class TranslationRefused(StoryError):
    """The story cannot be translated into this language, or not by this person."""


class PassageChanged(TranslationRefused):
    """Other words stand in a passage than the writer saw; ``keys`` says in which."""

    def __init__(self, message: str, keys: Collection[str]) -> None:
        super().__init__(message)
        self.keys = frozenset(keys)


class Claimed(TranslationRefused):
    """Somebody else is writing at ``place``; ``person`` is who."""

    def __init__(self, message: str, place: str, person: str) -> None:
        super().__init__(message)
        self.place, self.person = place, person


def require_seen(key: str, *sides: tuple[str, str]) -> None:
    """Raise :class:`PassageChanged` if a digest that was seen is not the one there now; an empty one claims nothing."""
    if any(seen and seen != now for seen, now in sides):
        raise PassageChanged(
            _("Somebody has written or the source has changed since you looked. Look again, then decide."), {key}
        )
