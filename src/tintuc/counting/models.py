"""What is kept of readers: how many, by article and hour. Who they were is forgotten every night."""

from __future__ import annotations

from django.db import models


class Salt(models.Model):
    """The random key of one day. Destroyed after the day, and with it every way back from a reader's key."""

    day = models.DateField(primary_key=True)
    key = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return str(self.day)


class Seen(models.Model):
    """That a reader's key met an article on a day. Deleted with the day's salt."""

    day = models.DateField()
    article_id = models.PositiveBigIntegerField()
    reader = models.BinaryField(max_length=8)
    last_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "article_id", "reader"], name="a_reader_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.article_id}"


class Hour(models.Model):
    """Readers and views of one article in one hour: all that stays."""

    article_id = models.PositiveBigIntegerField()
    hour = models.DateTimeField()
    readers = models.PositiveIntegerField(default=0)
    views = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article_id", "hour"], name="one_row_an_hour")]

    def __str__(self) -> str:
        return f"{self.article_id} {self.hour:%Y-%m-%d %H}"


class Heat(models.Model):
    """The decayed figure that orders hot stories, and the readers it has counted of each network this hour."""

    article_id = models.PositiveBigIntegerField(primary_key=True)
    heat = models.FloatField(default=0.0, db_index=True)
    readers = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.article_id}: {self.heat:.2f}"


class NetworkShare(models.Model):
    """How many new readers an article had from one address range in an hour. Keyed like readers, gone with the day."""

    day = models.DateField()
    article_id = models.PositiveBigIntegerField()
    hour = models.PositiveSmallIntegerField()
    range_key = models.BinaryField(max_length=8)
    readers = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "article_id", "hour", "range_key"], name="one_row_a_range")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.article_id}"


class Announced(models.Model):
    """The articles that reads ranked in the hot list an edition's pages were last baked with."""

    edition_id = models.PositiveBigIntegerField(primary_key=True)
    articles = models.JSONField(default=list)

    def __str__(self) -> str:
        return str(self.edition_id)
