"""Makes versions the rows of their articles: one statement for all that go out together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models.signals import post_save
from wagtail.signals import published

from tintuc.stories import references
from tintuc.stories.models import Article

if TYPE_CHECKING:
    from tintuc.stories.actions.publish import Going

_FIELDS = [field for field in Article._meta.concrete_fields if not field.primary_key]
_UPDATE = (
    f"UPDATE {Article._meta.db_table} SET {', '.join(f'{field.column} = %s' for field in _FIELDS)} "  # noqa: S608
    "WHERE id = %s"
)


def go_live(out: Sequence[Going], now: dt.datetime) -> None:
    """Make the versions the articles' rows, as :meth:`Article.save` does for one, and announce it as Wagtail does.

    Raises :class:`~tintuc.stories.errors.NotCleared` as that does.
    """
    for going in out:
        version = going.version
        version.current_release = going.release
        version.live, version.expired = True, False
        version.live_revision = going.revision
        version.has_unpublished_changes = going.row.latest_revision_id != going.revision.pk
        version.first_published_at = version.first_published_at or now
        version.last_published_at = now
        version.slug = version.slug[:80]
        version.require_release()
    with connection.cursor() as cursor:
        cursor.executemany(_UPDATE, [_values(going.version) for going in out])
    for going in out:
        with references.kept(going.version, references.others(going.version, going.row)):
            post_save.send(
                Article, instance=going.version, created=False, raw=False, using=connection.alias, update_fields=None
            )
        published.send(Article, instance=going.version, revision=going.revision)


def _values(version: Article) -> list[object]:
    values = [field.get_db_prep_save(field.pre_save(version, add=False), connection) for field in _FIELDS]
    return [*values, version.pk]
