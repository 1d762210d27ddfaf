"""The manifest of baked files."""

from __future__ import annotations

from django.db import models


class BakedFile(models.Model):
    """One file under the baked tree, with what tells whether a power cut broke it and whether it is of today's make."""

    host = models.CharField(max_length=253)
    path = models.CharField(max_length=400)
    kind = models.CharField(max_length=40)
    owner = models.PositiveBigIntegerField()
    key = models.CharField(max_length=120, blank=True)
    status = models.PositiveSmallIntegerField(default=200)
    #: SHA-256 of what the file holds, in hexadecimal; empty while the page is cold and there is no file.
    digest = models.CharField(max_length=64)
    #: Bytes, and nanoseconds since 1970 when it was written; with both the same, the file is taken for ours.
    size = models.PositiveBigIntegerField(default=0)
    written_ns = models.PositiveBigIntegerField(default=0)
    #: The templates, styles and catalogues it was made with: :func:`tintuc.publishing.generation.current`.
    generation = models.CharField(max_length=12, blank=True)
    #: Seconds since 1970 of what the page is about; pages that are always of today have the greatest.
    newest = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["host", "path"], name="one_file_an_address"),
            models.UniqueConstraint(fields=["kind", "owner", "key"], name="one_file_a_page"),
        ]
        indexes = [models.Index(fields=["-newest", "-id"], name="publishing_newest_first")]

    @property
    def cold(self) -> bool:
        """Whether there is no file, because the page was out of date and is baked when somebody asks for it."""
        return not self.digest

    def __str__(self) -> str:
        return f"{self.host}{self.path}"
