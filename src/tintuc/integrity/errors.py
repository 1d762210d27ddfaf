"""What can go wrong at the desk, in sentences for people.

StoryError
├── NotCleared (in ``stories``): the text may not go out
└── WaiverRefused: this finding cannot be waived so
"""

from tintuc.stories.errors import StoryError


class WaiverRefused(StoryError):
    """The finding is not there, cannot be waived, or no reason was given."""
