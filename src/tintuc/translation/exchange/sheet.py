"""What goes out: an article's passages beside its source's, as one sheet that each format writes in its own way."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from tintuc.stories.blocks import BodyBlock, rows_of
from tintuc.stories.models import Article
from tintuc.stories.passages import Passage
from tintuc.translation.errors import TranslationRefused
from tintuc.translation.exchange.codes import Code, escaped, flatten, refit
from tintuc.translation.hints import Hint, hints
from tintuc.translation.models import Comment, Unit
from tintuc.translation.queries import LEFT_OUT, STALE, UNTRANSLATED, source_of, units
from tintuc.translation.words import is_rich, values

#: States as XLIFF has them. ``initial`` with words is a translation whose source has changed.
INITIAL, DONE, REVIEWED, FINAL = "initial", "translated", "reviewed", "final"
#: Comments that go out with one article.
MOST_COMMENTS = 200
NOT_NMTOKEN = re.compile(r"[^A-Za-z0-9.\-]")


@dataclass(frozen=True)
class Row:
    """A passage in two languages, codes numbered. Of a file that came back, only what the file says."""

    key: str
    source: str
    target: str = ""
    state: str = INITIAL
    stale: bool = False
    source_digest: str = ""  #: of the passage's plain words, as :attr:`Passage.digest`
    target_digest: str = ""  #: of the flat target as it went out
    codes: tuple[Code, ...] = ()
    kind: str = ""
    part: str = ""
    block: str = ""
    notes: tuple[str, ...] = ()
    earlier: str = ""  #: of a stale row: the words its translation was made from
    broken: str = ""  #: of a file that came back: what is wrong with the codes inside
    finished: bool = True  #: of a file that came back: whether it calls the row done
    gap: bool = False  #: of a file that came back: whether parts of the row have no translation
    marked: bool = False  #: of a file that came back: whether it still says what the translation was when it went out
    most: int = 0  #: characters the place has room for; 0 for no limit
    hints: tuple[Hint, ...] = ()  #: what the termbase and the names say about words of the source
    comments: tuple[str, ...] = ()  #: what was said at the desk about the block and is not settled
    said: tuple[str, ...] = ()  #: of a file that came back: notes that are none of ours


@dataclass(frozen=True)
class Sheet:
    """All rows of a file, in its order, and whose they are."""

    source_language: str
    language: str
    rows: tuple[Row, ...]
    article: int | None = None
    story: int | None = None
    source_revision: int | None = None
    revision: int | None = None
    title: str = ""
    strangers: tuple[str, ...] = field(default=())  #: what the file holds besides this article's rows


def digest_of(flat: str) -> str:
    """SHA-256 of a flat text, in hexadecimal; empty for no words."""
    return hashlib.sha256(flat.encode("utf-8", "surrogatepass")).hexdigest() if flat.strip() else ""


def ident(key: str) -> str:
    """The key of a passage as an identifier that XML allows; different keys stay different."""
    return NOT_NMTOKEN.sub(lambda match: "".join(f"_{byte:02X}" for byte in match[0].encode()), key)


def is_table(passage: Passage) -> bool:
    """Whether the passage is the cells of a table."""
    return (passage.kind, passage.part) == ("table", "cells")


def in_rows(cells: str) -> str:
    """The cells of a table, written in the one way files have them."""
    return "\n".join(" | ".join(row) for row in rows_of(cells))


def flatten_passage(passage: Passage, value: str) -> tuple[str, tuple[Code, ...]]:
    """A stored value as flat text, and its codes."""
    if is_rich(passage):
        return flatten(value)
    return escaped(in_rows(value) if is_table(passage) else value.strip()), ()


def target_of(source: Passage, value: str, codes: tuple[Code, ...]) -> str:
    """The stored value of a translation as flat text, its codes numbered as the source's."""
    flat, own = flatten_passage(source, value)
    return refit(flat, own, codes)


def sheet_of(article: Article) -> Sheet:
    """The newest version of ``article`` beside the newest of its source. Raises :class:`TranslationRefused`."""
    version = article.newest()
    source = source_of(version)
    if source is None:
        raise TranslationRefused(_("The source article is not a translation: there is nothing to send out."))
    views = {view.key: view for view in units(version, source)}
    stored, mine = values(source), values(version)
    told = hints(source.passages(), source.language, version.language, version.story.site_id)
    comments = _comments(article)
    made = dict(Unit.objects.filter(article=article.pk).values_list("key", "source_text"))
    rows = []
    for passage in source.passages():
        view = views.get(passage.key)
        if view is None or view.state == LEFT_OUT:
            continue
        flat, codes = flatten_passage(passage, stored[passage.key])
        target = target_of(passage, mine.get(passage.key, ""), codes)
        stale = view.state == STALE
        rows.append(
            Row(
                passage.key,
                flat,
                target,
                INITIAL if view.state in {STALE, UNTRANSLATED} else view.state,
                stale,
                passage.digest,
                digest_of(target),
                codes,
                passage.kind,
                passage.part,
                passage.block,
                notes_of(passage),
                made.get(passage.key, "") if stale else "",
                most=room_of(passage.kind, passage.part),
                hints=tuple(one for one in told.of(passage.key) if one.forms or one.forbidden),
                comments=tuple(comments.pop(passage.block or passage.field, ())),
            )
        )
    if not rows:
        raise TranslationRefused(_("The source has no words yet: there is nothing to send out."))
    return Sheet(
        source.language,
        version.language,
        tuple(rows),
        article.pk,
        article.story_id,
        source.latest_revision_id,
        version.latest_revision_id,
        str(source),
    )


def _comments(article: Article) -> dict[str, list[str]]:
    """What was said about each block or field and is not settled: the last of it, each with who said it."""
    found: dict[str, list[str]] = {}
    open_ones = Comment.objects.filter(article=article.pk, resolved_at=None).select_related("by").order_by("-at", "-pk")
    for one in open_ones[:MOST_COMMENTS]:
        who = (one.by.get_full_name() or one.by.get_username()) if one.by else ""
        found.setdefault(one.place, []).insert(0, f"{who}: {one.text}" if who else one.text)
    return found


def notes_of(passage: Passage) -> tuple[str, ...]:
    """What a translator who sees the passage alone should know of it."""
    notes = [f"{passage.kind}, {passage.part}" if passage.part else passage.kind]
    if passage.speaker and passage.part == "text":
        notes.append(f"spoken by {passage.speaker}, {passage.role}" if passage.role else f"by {passage.speaker}")
    if passage.language:
        notes.append(f"the original words are in {passage.language}")
    if most := room_of(passage.kind, passage.part):
        notes.append(f"room for {most} characters")
    if is_table(passage):
        notes.append("a row a line, cells divided by |; keep rows and cells")
    return tuple(notes)


def room_of(kind: str, part: str) -> int:
    """How many characters the place of a passage holds; 0 for no limit."""
    block = BLOCKS.get(kind)
    if block is None:
        place = Article._meta.get_field(kind)
        return place.max_length or 0 if isinstance(place, models.CharField) else 0
    if kind == "list":
        block = block.child_block
    elif part:
        block = block.child_blocks[part]
    return getattr(getattr(block, "field", None), "max_length", None) or 0


BLOCKS: Mapping[str, Any] = BodyBlock().child_blocks
