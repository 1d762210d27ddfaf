"""``tintuc manage index_archive``: tell the desk what the archive holds."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from tintuc.search.actions.write import rewrite
from tintuc.search.actions.write_hosts import rewrite_hosts
from tintuc.search.actions.write_shingles import rewrite_shingles


class Command(BaseCommand):
    """Writes what readers find, what copies are known by, and which hosts were linked to, for every article."""

    help = (
        "Write anew what articles are found by, and copies and new links recognised. Needed once where that is missing."
    )

    def handle(self, *arguments: Any, **options: Any) -> None:
        """Write, and say how many."""
        self.stdout.write(
            f"{rewrite()} released articles can be found, {rewrite_shingles()} articles can be recognised."
        )
        self.stdout.write(f"{rewrite_hosts()} releases were read for links.")
