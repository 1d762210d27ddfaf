"""The memory: earlier translations, and what they are found by."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tintuc.network.languages import CHOICES
from tintuc.network.models import Site
from tintuc.stories.models import Article


class MemoryUnit(models.Model):
    """A passage somebody answers for, with the words it was made from and what stood around them.

    ``open`` units may be read by everybody who translates in the network: their articles are public, or they came in a
    file for all. Others belong to their site until its readers have them.
    """

    class Origin(models.TextChoices):
        """How it came to be."""

        HUMAN = "human", _("a person")
        MACHINE = "machine", _("a machine, vouched for by a person")
        FILE = "file", _("a file")

    source_language = models.CharField(_("source language"), max_length=10, choices=CHOICES)
    language = models.CharField(_("language"), max_length=10, choices=CHOICES)
    source = models.TextField(_("source"))
    target = models.TextField(_("translation"))
    source_digest = models.BigIntegerField()  #: 63 bits of a hash, as all four; see ``memory_index.digest``
    target_digest = models.BigIntegerField()
    before = models.BigIntegerField(default=0)  #: of the passage before it in the source; 0: nothing stands there
    after = models.BigIntegerField(default=0)
    origin = models.CharField(_("made by"), max_length=8, choices=Origin, default=Origin.HUMAN)
    origin_note = models.CharField(_("file or engine"), max_length=120, blank=True)
    article = models.ForeignKey(Article, models.SET_NULL, null=True, blank=True, related_name="remembered")
    key = models.CharField(_("passage"), max_length=80, blank=True)
    site = models.ForeignKey(Site, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("site"))
    open = models.BooleanField(_("for the whole network"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        indexes = [models.Index(fields=["source_digest", "source_language", "language"], name="memory_exact")]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "key", "source_digest"],
                condition=models.Q(article__isnull=False),
                name="one_memory_a_passage",
            )
        ]
        verbose_name = _("unit of the memory")
        verbose_name_plural = _("memory")

    def __str__(self) -> str:
        return f"{self.source[:40]} → {self.target[:40]}"


class Posting(models.Model):
    """Which units hold a gram: primary keys as packed 32-bit integers, one row a gram and batch.

    Rows are only ever added, so that two releases never wait for each other; a duty packs them.
    """

    gram = models.BigIntegerField()
    size = models.PositiveIntegerField()
    units = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["gram", "size"], name="posting_gram")]
