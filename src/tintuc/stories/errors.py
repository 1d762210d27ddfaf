"""What can go wrong with a story, in sentences for people.

StoryError
└── NotCleared: the integrity desk has not cleared this text
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied


class StoryError(PermissionDenied):
    """Something that may not be done with a story. A ``PermissionDenied``, so that no screen or API answers 500."""


class NotCleared(StoryError):
    """The text has no clearance. ``findings`` holds what the desk has against it, if it was asked."""

    def __init__(self, message: str, findings: Sequence[Any] = ()) -> None:
        super().__init__(message)
        self.findings = list(findings)
