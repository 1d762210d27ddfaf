"""Bakes pages."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable

from tintuc.publishing import tree
from tintuc.publishing.bakery import OVENS, Baked, PageRef, refs_for
from tintuc.publishing.models import BakedFile, Mark

logger = logging.getLogger(__name__)


class BakingFailed(Exception):
    """Some pages could not be baked; the others were. The marks stay, so they are tried again."""


def bake_marked() -> int:
    """Bake all that is marked and take the marks away; return the number of files that changed.

    A mark is only taken away if nobody set it anew meanwhile. Raises :class:`BakingFailed` after trying every page.
    """
    marks = list(Mark.objects.all())
    changed = bake_tags(mark.tag for mark in marks)
    for mark in marks:
        Mark.objects.filter(pk=mark.pk, stamp=mark.stamp).delete()
    return changed


def bake_tags(tags: Iterable[str]) -> int:
    """Bake every page the tags touch; return the number of files that changed."""
    return bake_pages(refs_for(tags))


def bake_pages(refs: Iterable[PageRef]) -> int:
    """Bake pages; return the number of files that changed. One page that fails does not keep the others."""
    changed, failed = 0, []
    for ref in refs:
        try:
            with tree.locked():
                changed += _bake_page(ref)
        except Exception as error:
            logger.exception("Could not bake %s", ref)
            failed.append(f"{ref.kind} {ref.owner} {ref.key}: {error}")
    if changed:
        tree.announce()
    if failed:
        raise BakingFailed("; ".join(failed[:5]))
    return changed


def _bake_page(ref: PageRef) -> bool:
    page = OVENS[ref.kind].bake(ref)
    known = BakedFile.objects.filter(kind=ref.kind, owner=ref.owner, key=ref.key).first()
    if known and (page is None or (known.host, known.path) != (page.host, page.path)):
        tree.remove(tree.file_for(known.host, known.path))
        known.delete()
        if page is None:
            return True
        known = None
    if page is None:
        return False
    return _put(ref, page, known)


def _put(ref: PageRef, page: Baked, known: BakedFile | None) -> bool:
    body = page.location.encode() if page.location else page.body
    digest = hashlib.sha256(body).hexdigest()
    place = tree.file_for(page.host, page.path)
    target = place if page.status == 200 else place.with_name(f"{place.name}.{page.status}")
    if known and (known.digest, known.status) == (digest, page.status) and target.exists():
        return False
    if page.status == 200:
        tree.write(place, body)
        tree.clear_stand_ins(place)
    else:
        tree.put_stand_in(place, page.status, body)
    BakedFile.objects.update_or_create(
        host=page.host,
        path=page.path,
        defaults={"kind": ref.kind, "owner": ref.owner, "key": ref.key, "status": page.status, "digest": digest},
    )
    return True
