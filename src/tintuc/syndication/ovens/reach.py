"""Which editions and sections a tag reaches."""

from __future__ import annotations

from tintuc.network.models import Edition, Section
from tintuc.publishing import queries, reach


def editions(tag: str) -> list[Edition]:
    """The editions whose lists change with ``tag``."""
    return reach.editions(tag, {"list"})


def section_of(pk: int) -> Section | None:
    """A section, with its edition."""
    return queries.sections().get(pk)
