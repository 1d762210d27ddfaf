"""Takes a page or text in as a draft."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.utils import timezone

from tintuc.intake.copy import Copy, CopyBlock, DateClaim
from tintuc.intake.models import SourceCopy
from tintuc.intake.reading import TEXT, read_named
from tintuc.jobs.holding import hold
from tintuc.jobs.together import together
from tintuc.network.models import Edition
from tintuc.network.permissions import require
from tintuc.stories.actions.begin import begin
from tintuc.stories.models import Article, Provider, Story
from tintuc.text.slugs import slug_of


@dataclass(frozen=True)
class TakenIn:
    """What became of the copy."""

    story: Story
    article: Article
    source_copy: SourceCopy
    again: bool  #: the same bytes had been taken in before; nothing was made


def take_in(*, raw: bytes, filename: str, edition: Edition, by: Any = None, address: str = "") -> TakenIn:
    """Keep the bytes, and make a story of them whose article is a draft on ``edition``.

    ``by`` is the person, or None for the command line. The same bytes a second time give the first story back. Raises
    ``NotAllowed``, or :class:`~tintuc.intake.copy.Unreadable` with a sentence.
    """
    if by is not None:
        require(by, "write", edition.site_id)
    digest = hashlib.sha256(raw).hexdigest()
    if before := _before(digest, edition):
        return before
    is_text = filename.lower().endswith(TEXT)
    copy = read_named(raw, filename)
    with together():
        hold(Edition.objects.filter(pk=edition.pk))
        if before := _before(digest, edition):  # taken in by somebody else while this one was read
            return before
        story = _story(copy, address)
        article = begin(story=story, article=_article(copy, edition), edition=edition, by=by)
        kept = SourceCopy(
            sha256=digest,
            media_type="text/plain" if is_text else "text/html",
            filename=Path(filename).name[:255],
            address=address,
            edition=edition,
            story=story,
            taken_by=by,
            claims=_claims(copy),
        )
        _keep(kept.place, raw)
        kept.save()
    return TakenIn(story, article, kept, again=False)


def _before(digest: str, edition: Edition) -> TakenIn | None:
    """What became of the same bytes before."""
    kept = SourceCopy.objects.filter(sha256=digest, edition=edition).select_related("story").first()
    return TakenIn(kept.story, kept.story.source_article, kept, again=True) if kept else None


def _story(copy: Copy, address: str) -> Story:
    turns = sum(block.kind == "turn" for block in copy.blocks)
    provider = Provider.objects.get_or_create(name=copy.provider[:160])[0] if copy.provider else None
    return Story(
        slugline=(slug_of(copy.headline) or "copy")[:80],
        format=Story.Format.INTERVIEW if turns > 1 else Story.Format.NEWS,
        carried=True,
        provider=provider,
        source_url=copy.source_url or address,
        received_at=timezone.now(),
    )


def _article(copy: Copy, edition: Edition) -> Article:
    released = copy.released
    if released and released.tzinfo is None:
        released = released.replace(tzinfo=edition.zone)
    return Article(
        headline=copy.headline[:250],
        slug=slug_of(copy.headline),
        body=[raw_block(block) for block in copy.blocks],
        released_at=released,
    )


def raw_block(block: CopyBlock) -> dict[str, Any]:
    """The block as raw data of a body, with a fresh id."""
    kind = block.kind
    if kind == "paragraph":
        value: Any = f"<p>{block.html}</p>"
    elif kind == "turn":
        value = {"role": block.role, "speaker": block.speaker[:120], "text": f"<p>{block.html}</p>"}
    elif kind == "quote":
        value = {"text": block.text, "attribution": "", "language": block.language[:10]}
    elif kind == "picture":
        value = {"image": None, "alt": block.text[:300], "caption": block.caption[:500], "credit": ""}
    elif kind == "table":
        value = {"caption": "", "cells": block.text}
    elif kind == "list":
        value = [{"type": "item", "value": entry, "id": str(uuid4())} for entry in block.entries]
    elif kind == "embed":
        value = {"url": block.address, "title": block.text[:300], "provider": ""}
    else:
        value = block.text[:200]
    return {"type": kind, "id": str(uuid4()), "value": value}


def _claims(copy: Copy) -> dict[str, Any]:
    return {
        "title": copy.title,
        "language": copy.language,
        "clicks": copy.clicks,
        "byline": list(copy.byline),
        "licence": copy.licence,
        "dates": [_date(claim) for claim in copy.dates],
        "changed": [_date(claim) for claim in copy.changed],
        "sections": [list(section) for section in copy.sections],
        "host": copy.host,
        "hidden": [asdict(piece) for piece in copy.hidden],
    }


def _date(claim: DateClaim) -> dict[str, str]:
    return {"moment": claim.moment.isoformat(), "origin": claim.origin, "text": claim.text}


def _keep(place: Path, raw: bytes) -> None:
    """Write the bytes so that they are on disk before the story that points to them is."""
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    os.replace(name, place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
