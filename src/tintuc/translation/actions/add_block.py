"""Adds a block for local readers, which the source does not have."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _

from tintuc.jobs.together import together
from tintuc.stories.models import Article
from tintuc.stories.passages import Passage
from tintuc.translation.actions.leave_out import LEAST
from tintuc.translation.actions.record import making
from tintuc.translation.actions.write import fitted, open_version, save_version
from tintuc.translation.errors import TranslationRefused
from tintuc.translation.models import Unit

#: Kinds of block that may be added here; for others there is the editor.
KINDS = ("paragraph", "crosshead")


@together()
def add_block(*, article: Article, after: str, kind: str, value: str, reason: str, by: Any) -> str:
    """Add a block with words after the block ``after`` (empty: at the head) to the newest version; return its id."""
    version, _source = open_version(article, by)
    reason = " ".join(reason.split())
    if len(reason) < LEAST:
        raise TranslationRefused(_("Say in a few words why local readers need it."))
    if kind not in KINDS:
        raise TranslationRefused(_("Only paragraphs and crossheads are added here. Use the editor for others."))
    ident = str(uuid4())
    words = fitted({ident: value}, [Passage("body", ident, "", kind, "")])[ident]
    if not words:
        raise TranslationRefused(_("Write the words first."))
    body = version.raw_body()
    place = next((at for at, block in enumerate(body, 1) if block["id"] == after), 0 if not after else len(body))
    body.insert(place, {"type": kind, "id": ident, "value": words})
    version.body = body
    with making(Unit.Origin.HUMAN, note=reason[:300]):
        save_version(version, by)
    return ident


@together()
def remove_block(*, article: Article, block: str, by: Any) -> Article:
    """Take out a block that the source does not have; return the version. Its words are kept among earlier records."""
    version, source = open_version(article, by)
    body = version.raw_body()
    left = [one for one in body if one["id"] != block]
    if len(left) == len(body) or any(one["id"] == block for one in source.raw_body()):
        raise TranslationRefused(_("Only a block that the source does not have is taken out like this."))
    version.body = left
    save_version(version, by)
    return version
