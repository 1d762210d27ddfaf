"""Reads what holds many articles: feeds (RSS, Atom) and WordPress exports (WXR)."""

from __future__ import annotations

import datetime as dt
import html as markup
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lxml import etree

from tintuc.intake.claims import moment
from tintuc.intake.copy import Copy, DateClaim, Unreadable
from tintuc.intake.decoding import cleaned
from tintuc.intake.page import page_of

#: Bytes of a feed. Real ones stay under 1 MB; the parser's time grows with nesting.
MOST_FEED = 5 * 1024 * 1024
FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]", re.I)
WXR = re.compile(rb"xmlns:wp\s*=|<wp:wxr_version>")
ADDRESSES = {
    "content": "{http://purl.org/rss/1.0/modules/content/}encoded",
    "creator": "{http://purl.org/dc/elements/1.1/}creator",
}


def is_feed(raw: bytes) -> bool:
    """Whether the bytes look like a feed or an export."""
    return bool(FEED.search(raw[:4096]))


def read_feed(raw: bytes) -> Iterator[tuple[str, Copy]]:
    """The articles of a feed or export with their ids, in its order. Raises :class:`Unreadable`."""
    return _read_export(raw) if WXR.search(raw[:20_000]) else _read_feed(raw)


def _read_feed(raw: bytes) -> Iterator[tuple[str, Copy]]:
    if len(raw) > MOST_FEED:
        raise Unreadable(f"The feed has {len(raw):,} bytes; more than {MOST_FEED:,} are not read.")
    import feedparser  # takes long to load, and few runs read a feed

    parsed = feedparser.parse(io.BytesIO(raw), sanitize_html=False, resolve_relative_uris=False)
    if not parsed.entries:
        raise Unreadable("The feed holds no article.")
    language = parsed.feed.get("language") or ""
    for number, entry in enumerate(parsed.entries, 1):
        written = max((part.get("value") or "" for part in entry.get("content", [])), key=len, default="")
        copy = _article(entry.get("title") or "", written or entry.get("summary") or "", language)
        text = entry.get("published") or entry.get("updated") or ""
        released = moment(text) or _in_utc(entry.get("published_parsed") or entry.get("updated_parsed"))
        name = entry.get("author") or ""
        yield (
            str(entry.get("id") or entry.get("link") or number),
            replace(
                copy,
                dates=(DateClaim(released, "feed", text),) if released else (),
                byline=(name,) if name else copy.byline,
                source_url=entry.get("link") or "",
                licence=entry.get("license") or parsed.feed.get("license") or copy.licence,
            ),
        )


def _read_export(raw: bytes) -> Iterator[tuple[str, Copy]]:
    """A WordPress export, item by item, so that an archive of any size is read within little memory."""
    found, language = False, ""
    events = etree.iterparse(io.BytesIO(raw), resolve_entities=False, no_network=True, recover=True, huge_tree=True)
    try:
        for _, element in events:
            if element.tag == "language":
                language = element.text or ""
            if element.tag != "item":
                continue
            facts = {etree.QName(child).localname: child.text or "" for child in element if isinstance(child.tag, str)}
            if facts.get("post_type", "post") in {"post", "page"}:
                found = True
                yield facts.get("post_id") or facts.get("link") or "", _exported(element, facts, language)
            element.clear(keep_tail=False)
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"The export is no sound XML: {error}.") from error
    if not found:
        raise Unreadable("The export holds no article.")


def _exported(item: Any, facts: dict[str, str], language: str) -> Copy:
    copy = _article(facts.get("title", ""), _paragraphs(item.findtext(ADDRESSES["content"]) or ""), language)
    text = facts.get("post_date", "")
    released = moment(text)
    name = item.findtext(ADDRESSES["creator"]) or ""
    return replace(
        copy,
        dates=(DateClaim(released, "export", text),) if released else (),
        byline=(name,) if name else (),
        source_url=facts.get("link", ""),
    )


def _paragraphs(written: str) -> str:
    """WordPress keeps paragraphs as empty lines where its old editor wrote them."""
    if re.search(r"<p[\s>]", written):
        return written
    return "".join(f"<p>{piece}</p>" for piece in re.split(r"\n\s*\n", written) if piece.strip())


def _article(title: str, written: str, language: str) -> Copy:
    plain = markup.escape(markup.unescape(re.sub(r"<[^>]+>", "", title)))
    page = cleaned(f"<html><body><h1>{plain}</h1><article>{written or '<p></p>'}</article></body></html>")
    return replace(page_of(page), language=language)


def _in_utc(parsed: Any) -> dt.datetime | None:
    return dt.datetime(*parsed[:6], tzinfo=dt.UTC) if parsed else None
