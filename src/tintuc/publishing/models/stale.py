"""What edges are still to forget."""

from __future__ import annotations

from django.db import models


class Stale(models.Model):
    """That an address has changed and one edge has not been told. Written with the manifest, a row a change: what
    changes again while the edge is being told has a row of its own, and is told again.
    """

    edge = models.CharField(max_length=80)
    host = models.CharField(max_length=253)
    path = models.CharField(max_length=400)

    class Meta:
        indexes = [models.Index(fields=["edge", "id"], name="publishing_stale_edge")]

    def __str__(self) -> str:
        return f"{self.edge}: {self.host}{self.path}"
