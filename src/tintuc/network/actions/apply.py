"""Applies a ``network.toml`` to the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from tintuc.network.models import Edition, Network, Section, Site


class NetworkFileError(ValueError):
    """The file cannot be applied; the sentence says where and why. Nothing was changed."""


@dataclass
class Changes:
    """What applying a file did."""

    made: int = 0
    changed: int = 0


#: Keys a table of the file may have, besides its sub-tables.
KEYS: dict[type[models.Model], tuple[str, ...]] = {
    Network: ("name", "desk_host", "scheme", "port"),
    Site: ("key", "masthead", "host", "other_hosts", "tagline", "accent", "paper", "style", "owner", "contact"),
    Edition: (
        *("language", "masthead", "tagline", "time_zone", "labels", "policies", "profile", "machine_copy"),
        *("tell_changed", "typeface", "offline"),
    ),
    Section: ("key", "name", "slug"),
}


@transaction.atomic
def apply(data: Mapping[str, Any]) -> Changes:
    """Make the network as the file says; return what changed.

    Sites, editions and sections are found again by key and language. What the file does not name stays: nothing is
    deleted by applying a file. Raises :class:`NetworkFileError` and changes nothing if any value is wrong.
    """
    changes = Changes()
    known = {"network", "site"}
    if strange := sorted(set(data) - known):
        raise NetworkFileError(f"network.toml: “{strange[0]}” is not known here; known are network and site.")
    _put(Network.current(), data.get("network", {}), "network", changes, order=None)
    for table in data.get("site", []):
        where = f"site “{table.get('key', '?')}”"
        site = Site.objects.filter(key=table.get("key", "")).first() or Site()
        _put(site, table, where, changes, order=None, below="edition")
        _apply_editions(site, table.get("edition", []), where, changes)
    return changes


def _apply_editions(site: Site, tables: list[Mapping[str, Any]], where: str, changes: Changes) -> None:
    for order, table in enumerate(tables):
        place = f"{where}, edition “{table.get('language', '?')}”"
        edition = site.editions.filter(language=table.get("language", "")).first() or Edition(site=site)
        _put(edition, table, place, changes, order=order, below="section")
        for number, row in enumerate(table.get("section", [])):
            section = edition.sections.filter(key=row.get("key", "")).first() or Section(edition=edition)
            _put(section, row, f"{place}, section “{row.get('key', '?')}”", changes, order=number)


def _put(
    row: models.Model, table: Mapping[str, Any], where: str, changes: Changes, *, order: int | None, below: str = ""
) -> None:
    strange = sorted(set(table) - set(KEYS[type(row)]) - {below})
    if strange:
        raise NetworkFileError(f"network.toml, {where}: “{strange[0]}” is not known here.")
    values = {key: table[key] for key in KEYS[type(row)] if key in table}
    if order is not None:
        values["order"] = order
    if row.pk and all(getattr(row, key) == value for key, value in values.items()):
        return
    changes.made, changes.changed = (
        (changes.made, changes.changed + 1) if row.pk else (changes.made + 1, changes.changed)
    )
    for key, value in values.items():
        setattr(row, key, value)
    try:
        row.full_clean()
    except ValidationError as error:
        raise NetworkFileError(f"network.toml, {where}: {'; '.join(error.messages)}") from error
    row.save()
