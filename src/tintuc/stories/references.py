"""Wagtail's index of what refers to what, which tells where a picture or a licence is used.

Wagtail writes it after every save of a row, from a row it reads once more. Here it is written once an action, from the
rows at hand, and only for saves that may change what a row refers to.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from tintuc.jobs.together import at_end


@contextmanager
def kept(row: models.Model, fields: Collection[str] | None) -> Iterator[None]:
    """Save ``row`` within, all of it or only ``fields``; the index follows."""
    # Imported here because Wagtail's models cannot be imported before ours are ready.
    from wagtail.models import ReferenceIndex
    from wagtail.signal_handlers import disable_reference_index_auto_update, reference_index_auto_update_disabled

    if getattr(reference_index_auto_update_disabled, "value", False):  # whoever switched it off answers for it
        yield
        return
    with disable_reference_index_auto_update():
        yield
    if (fields is None or _referring(type(row)) & set(fields)) and ReferenceIndex.is_indexed(type(row)):
        at_end(_index, row)


def others(row: models.Model, before: models.Model) -> set[str]:
    """The fields in which ``row`` refers to something else than it did ``before``."""
    return {name for name in _referring(type(row)) if _referred(row, name) != _referred(before, name)}


def _referred(row: models.Model, name: str) -> Any:
    """What a field refers to and, in one of many words, where."""
    field = row._meta.get_field(name)
    value = field.value_from_object(row)
    return set(field.extract_references(value)) if value and hasattr(field, "extract_references") else value or None


@cache
def _referring(model: type[models.Model]) -> frozenset[str]:
    """The fields of a model that refer to something."""
    return frozenset(
        field.name
        for field in model._meta.get_fields()
        if hasattr(field, "extract_references")
        or (field.many_to_one and not getattr(field.related_model, "wagtail_reference_index_ignore", False))
    )


def _index(rows: list[models.Model]) -> None:
    """What ``ReferenceIndex.create_or_update_for_object`` does, for several rows at once."""
    from wagtail.models import ReferenceIndex

    wanted: dict[tuple[int, str], set[tuple[Any, ...]]] = {}
    for row in rows:
        owner = (ContentType.objects.get_for_model(row).pk, str(row.pk))
        wanted[owner] = set(ReferenceIndex._extract_references_from_object(row))
    known: dict[tuple[int, str], dict[tuple[Any, ...], int]] = {owner: {} for owner in wanted}
    owners = Q(*(Q(base_content_type=kind, object_id=pk) for kind, pk in wanted), _connector=Q.OR)
    names = ("pk", "base_content_type", "object_id", "to_content_type", "to_object_id", "model_path", "content_path")
    for pk, kind, owner, *reference in ReferenceIndex.objects.filter(owners).values_list(*names):
        known[kind, owner][tuple(reference)] = pk
    fresh = [
        ReferenceIndex(
            content_type_id=kind,
            base_content_type_id=kind,
            object_id=owner,
            to_content_type_id=to_kind,
            to_object_id=to,
            model_path=model_path,
            content_path=content_path,
            content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
        )
        for (kind, owner), references in wanted.items()
        for to_kind, to, model_path, content_path in references - known[kind, owner].keys()
    ]
    ReferenceIndex.objects.bulk_create(fresh, ignore_conflicts=True)
    if gone := [pk for owner, had in known.items() for ref, pk in had.items() if ref not in wanted[owner]]:
        ReferenceIndex.objects.filter(pk__in=gone).delete()
