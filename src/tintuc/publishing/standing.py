"""The network as it stands: read once a batch, and kept with what is made of it until a row says something else."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

from tintuc.network.models import Edition, Network, Section, Site
from tintuc.publishing.memo import once, within

#: Mastheads, feet and the like that are kept a process, of some 3 KB each.
MADE = 4096
Value = TypeVar("Value")


_OF_SITES = "network_edition JOIN network_site ON network_site.id = network_edition.site_id"
_BY_SITE = 'network_site.key, network_edition."order", network_edition.id'
#: What is read together, in the order in which it is listed.
READ: tuple[tuple[Any, ...], ...] = (
    ("network_network ORDER BY network_network.id", Network),
    (f"{_OF_SITES} ORDER BY {_BY_SITE}", Edition, Site),
    (
        f"{_OF_SITES} JOIN network_section ON network_section.edition_id = network_edition.id "
        f'ORDER BY {_BY_SITE}, network_section."order", network_section.id',
        Section,
    ),
)
Row = tuple[Any, ...]
Kind = TypeVar("Kind", bound=Model)


@dataclass(frozen=True)
class Standing:
    """The network, its sites, editions and sections as they stand, and what was made from these alone."""

    rows: tuple[list[Row], ...]
    network: Network
    editions: dict[int, Edition]
    sections: dict[int, Section]
    made: dict[Hashable, Any] = field(default_factory=dict, compare=False)


class _Last:
    """How they stood when this process looked last."""

    standing: Standing | None = None


@once
def standing() -> Standing:
    """Read once a batch; made anew only if a row says something else than the last time."""
    rows, last = _rows(), _Last.standing
    if last is None or last.rows != rows:
        last = _Last.standing = _made(rows)
    return last


def _rows() -> tuple[list[Row], ...]:
    """The rows of all four, each in its own order, as the database gives them."""
    found = []
    with connection.cursor() as cursor:
        for rest, *models in READ:
            columns = ", ".join(
                f'{model._meta.db_table}."{field.column}"' for model in models for field in fields(model)
            )
            cursor.execute(f"SELECT {columns} FROM {rest}")  # noqa: S608 - our own names
            found.append(cursor.fetchall())
    return tuple(found)


def _made(rows: tuple[list[Row], ...]) -> Standing:
    networks, places, shelves = rows
    width, sites = len(fields(Edition)), dict[int, Site]()
    editions = {edition.pk: edition for edition in objects(Edition, [row[:width] for row in places])}
    for site in objects(Site, [row[width:] for row in places]):
        sites.setdefault(site.pk, site)
    for edition in editions.values():
        edition.site = sites[edition.site_id]
    # An edition may have come after the editions were read; whoever made it has marked it, so another batch follows.
    sections = {section.pk: section for section in objects(Section, shelves) if section.edition_id in editions}
    for section in sections.values():
        section.edition = editions[section.edition_id]
    network = next(iter(objects(Network, networks)), None) or Network.current()
    return Standing(rows, network, editions, sections)


def objects(model: type[Kind], rows: list[Row]) -> list[Kind]:
    """Rows of all columns of a model, in their order, as Django would have read them."""
    names = [field.attname for field in fields(model)]
    columns = [field.get_col(model._meta.db_table) for field in fields(model)]
    means = [(col, connection.ops.get_db_converters(col) + col.get_db_converters(connection)) for col in columns]
    found = []
    for row in rows:
        values = list(row)
        for at, (col, converters) in enumerate(means):
            for convert in converters:
                values[at] = convert(values[at], col, connection)
        found.append(model.from_db(connection.alias, names, values))
    return found


def fields(model: type[Model]) -> Sequence[Any]:
    """The fields that stand in the table of a model."""
    return model._meta.concrete_fields


def lasting(edition: Edition, key: Hashable, make: Callable[[], Value]) -> Value:
    """What ``make`` makes of the network, its sites, editions, sections and this process's code, and of nothing else.

    It is asked once for the same edition and key for as long as these stand as they are, however many batches that
    lasts. An edition that is only tried out, or is shown outside a batch, has it made each time.
    """
    now = standing() if within() else None
    if now is None or now.editions.get(edition.pk) is not edition:
        return make()
    if len(now.made) >= MADE:
        now.made.clear()
    about = (edition.pk, key)
    try:
        found = now.made[about]
    except KeyError:
        found = now.made[about] = make()  # not looked up again: another thread may begin anew meanwhile
    return found  # type: ignore[no-any-return]
