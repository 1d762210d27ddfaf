"""``tintuc manage index_archive``: tell the desk what the archive holds."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from tintuc.search.actions.write_hosts import rewrite_hosts
from tintuc.search.actions.write_shingles import rewrite_shingles


class Command(BaseCommand):
    """Writes what copies are known by and which hosts were linked to, for every article."""

    help = "Write anew what copies and new links are recognised by. Needed once for an archive that has none of it."

    def handle(self, *arguments: Any, **options: Any) -> None:
        """Write, and say how many."""
        self.stdout.write(
            f"{rewrite_shingles()} articles can be recognised, {rewrite_hosts()} releases were read for links."
        )
