"""The page of a person whom readers see named."""

from __future__ import annotations

from tintuc.network.models import Edition
from tintuc.publishing import queries
from tintuc.publishing.records import roles_of
from tintuc.publishing.shelves import of_person
from tintuc.reading.environment import render
from tintuc.reading.frame import Frame, Way, frame
from tintuc.reading.shelf import Shelf
from tintuc.stories.models import Contributor


def person_path(edition: Edition, slug: str) -> str:
    """The address of a person's page."""
    return f"{edition.root}people/{slug}/"


def shelf_of(edition: Edition, person: Contributor) -> Shelf:
    """What names the person on the edition."""
    return Shelf(edition, person_path(edition, person.slug), lambda: of_person(edition, person))


def person_page(edition: Edition, person: Contributor) -> bytes | None:
    """Who it is, in which languages the person's work is read, and the newest of it; None if nothing is public."""
    shelf = shelf_of(edition, person)
    found, older = shelf.newest()
    if not found:
        return None
    name = person.name_in(edition.language)
    around = frame(edition, shelf.path, f"{name} – {edition.name}")
    around.alternates = _tongues(edition, person, around)
    return render(
        "person.html",
        edition,
        frame=around,
        name=name,
        about=person.about.get(edition.language) or "",
        roles=roles_of(person.pk),
        entries=found,
        older=older,
    )


def _tongues(edition: Edition, person: Contributor, around: Frame) -> list[Way]:
    """The person's page in each language of the site that has something by the person."""
    editions = [other for other in queries.editions().values() if other.site_id == edition.site_id]
    return [
        Way(other.speech.name, around.at(person_path(other, person.slug)), other.language, here=other.pk == edition.pk)
        for other in editions
        if _names(other, person)
    ]


def _names(edition: Edition, person: Contributor) -> bool:
    """Whether something public on the edition names the person."""
    return of_person(edition, person).any()
