"""``tintuc manage index_shingles``: make an archive's texts findable for the check on copies."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from tintuc.search.actions.write_shingles import rewrite_shingles


class Command(BaseCommand):
    """Writes the shingles of every article anew."""

    help = "Write anew what texts are recognised by when they come again. Needed once for an archive made before 0.1."

    def handle(self, *arguments: Any, **options: Any) -> None:
        """Write, and say how many."""
        self.stdout.write(f"{rewrite_shingles()} articles can be recognised.")
