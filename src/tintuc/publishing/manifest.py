"""The manifest as baking asks for it and writes it: plain rows of :class:`BakedFile`, many with one statement."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import connection

from tintuc.publishing.bakery import PageRef
from tintuc.publishing.models import BakedFile

NAMED = ("kind", "owner", "key")
WRITTEN = ("host", "path", "status", "digest", "size", "written_ns", "generation", "newest")
COLUMNS = (*NAMED, *WRITTEN)


@dataclass(slots=True)
class Row:
    """A row of the manifest; the columns are told at :class:`BakedFile`."""

    kind: str
    owner: int
    key: str
    host: str
    path: str
    status: int
    digest: str
    size: int
    written_ns: int
    generation: str
    newest: int
    pk: int | None = None  #: None before it is written

    @property
    def cold(self) -> bool:
        """Whether there is no file, because the page was out of date and is baked when somebody asks for it."""
        return not self.digest

    @property
    def ref(self) -> PageRef:
        """The page."""
        return PageRef(self.kind, self.owner, self.key)

    @property
    def address(self) -> tuple[str, str]:
        """Where it lies: host and path."""
        return self.host, self.path


def known_pages(refs: Iterable[PageRef]) -> dict[PageRef, Row]:
    """Those of the pages that the manifest knows."""
    return {row.ref: row for row in _rows(NAMED, [(ref.kind, ref.owner, ref.key) for ref in refs])}


def rows_at(addresses: Iterable[tuple[str, str]]) -> list[Row]:
    """What lies at addresses, each given as host and path."""
    return _rows(("host", "path"), list(addresses))


def _rows(columns: tuple[str, ...], values: list[tuple[object, ...]]) -> list[Row]:
    if not values:
        return []
    one = f"({', '.join(['%s'] * len(columns))})"
    sql = (
        f"SELECT {', '.join(COLUMNS)}, id FROM {BakedFile._meta.db_table} "  # noqa: S608 - our own names
        f"WHERE ({', '.join(columns)}) IN (VALUES {', '.join([one] * len(values))})"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for row in values for value in row])
        return [Row(*row) for row in cursor.fetchall()]


def write(rows: Collection[Row], columns: Collection[str] = WRITTEN) -> None:
    """Write rows, new ones or these columns over those of the same pages. In the caller's transaction."""
    if not rows:
        return
    one = f"({', '.join(['%s'] * len(COLUMNS))})"
    sql = (
        f"INSERT INTO {BakedFile._meta.db_table} ({', '.join(COLUMNS)}) "  # noqa: S608 - our own names
        f"VALUES {', '.join([one] * len(rows))} ON CONFLICT ({', '.join(NAMED)}) "
        f"DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in columns)}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [getattr(row, name) for row in rows for name in COLUMNS])
