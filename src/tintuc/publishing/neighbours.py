"""What pages show beside their own articles, written down: by it a page is found when one of these changes."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db import connection, transaction

from tintuc.publishing.models import Neighbour
from tintuc.publishing.shown import blanks

TABLE = Neighbour._meta.db_table


def note(beside: Mapping[int, Collection[int]]) -> None:
    """Write down the articles that pages show, by their placements, as far as they are others than before."""
    placements = list(beside)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT placement, article, id FROM {TABLE} WHERE placement IN ({blanks(placements)})",  # noqa: S608
            placements,
        )
        known = {(placement, article): pk for placement, article, pk in cursor.fetchall()}
    shown = {(placement, article) for placement, articles in beside.items() for article in articles}
    gone, new = [pk for pair, pk in known.items() if pair not in shown], sorted(shown - known.keys())
    if gone or new:
        with transaction.atomic(), connection.cursor() as cursor:
            if gone:
                cursor.execute(f"DELETE FROM {TABLE} WHERE id IN ({blanks(gone)})", gone)  # noqa: S608
            if new:
                cursor.execute(
                    f"INSERT INTO {TABLE} (placement, article) VALUES {', '.join(['(%s, %s)'] * len(new))} "  # noqa: S608
                    "ON CONFLICT DO NOTHING",
                    [key for pair in new for key in pair],
                )
