"""What can go wrong on the way into another language, in sentences for people.

StoryError
└── TranslationRefused: this story cannot be translated so
"""

from tintuc.stories.errors import StoryError


class TranslationRefused(StoryError):
    """The story cannot be translated into this language, or not by this person."""
