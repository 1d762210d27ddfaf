"""The page of one month of a shelf."""

from __future__ import annotations

from tintuc.network.models import Section
from tintuc.reading.environment import render
from tintuc.reading.frame import Way, frame
from tintuc.reading.shelf import Shelf


def month_page(shelf: Shelf, name: str, year: int, month: int, section: Section | None = None) -> bytes | None:
    """Everything of a month, newest first, with the ways to the months beside it; None if nothing of it is public."""
    found = shelf.month(year, month)
    if found is None:
        return None
    path = f"{shelf.path}{year}/{month:02}/"
    around = frame(shelf.edition, path, f"{name}, {found.name} – {shelf.edition.name}", section=section)
    return render("shelf_month.html", shelf.edition, frame=around, up=Way(name, shelf.path), month=found)
