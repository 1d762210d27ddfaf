"""What changed and is not baked yet."""

from __future__ import annotations

from django.db import models


class Mark(models.Model):
    """A tag whose pages must be baked again. Written in the transaction of the change, so no change is forgotten."""

    tag = models.CharField(max_length=80, unique=True)
    marked_at = models.DateTimeField()
    #: Changed at each marking, so that a mark set anew while its pages are being baked is not lost.
    stamp = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.tag
