"""The manifest of baked files."""

from __future__ import annotations

from django.db import models


class BakedFile(models.Model):
    """One file under the baked tree, with the hash that tells whether a power cut broke it."""

    host = models.CharField(max_length=253)
    path = models.CharField(max_length=400)
    kind = models.CharField(max_length=40)
    owner = models.PositiveBigIntegerField()
    key = models.CharField(max_length=120, blank=True)
    status = models.PositiveSmallIntegerField(default=200)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["host", "path"], name="one_file_an_address"),
            models.UniqueConstraint(fields=["kind", "owner", "key"], name="one_file_a_page"),
        ]

    def __str__(self) -> str:
        return f"{self.host}{self.path}"
