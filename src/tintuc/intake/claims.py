"""What a page says about itself: dates, clicks, names, source, licence."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from tintuc.intake.blocks import flat
from tintuc.intake.copy import DateClaim
from tintuc.intake.element import Element
from tintuc.intake.tree import Page

DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?:\s*日)?(?:[ T]+(\d{1,2})[:時时](\d{2}))?")
#: Characters before a date in which its label stands.
LABEL = 60
#: No newspaper is older.
FIRST_YEAR = 1600
#: Letters that a pattern takes for another one where cases count as one, and that are no such in small letters.
UNEVEN = "\u0130\u0131\u017f" + "".join(map(chr, range(0x1C80, 0x1C89)))
#: A date in an address: in parts, as one word, or as eight digits of this age.
ADDRESS = re.compile(
    r"/(\d{4})/(\d{1,2})/(\d{1,2})(?=[/.?#]|$)|(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)"
    r"|(?<!\d)((?:19[89]|20[0-4])\d)(\d{2})(\d{2})(?!\d)"
)
CHANGED_NAMES = frozenset(["article:modified_time", "og:updated_time", "datemodified", "dc.date.modified", "lastmod"])
META_NAMES = frozenset(["article:published_time", "datepublished", "date", "dc.date", "pubdate", "publishdate"])


class Claims:
    """What a page says about itself; ``shown`` are the words that readers see."""

    def __init__(self, page: Page, shown: str) -> None:
        self.page = page
        self.shown = shown
        self.told = list(_json_ld(page))
        self.metas = [(_name(meta), meta.get("content")) for meta in page.tagged("meta") if meta.get("content")]

    def dates(self, labels: frozenset[str]) -> tuple[DateClaim, ...]:
        """Every release date the page gives, what readers saw first."""
        return (
            *_visible(self.shown, labels),
            *_times(self.page),
            *self._json_ld("datePublished"),
            *self._metas(META_NAMES),
            *_addresses(self.page),
        )

    def changed(self) -> tuple[DateClaim, ...]:
        """Every date of its last change that the page gives to machines."""
        return (*self._json_ld("dateModified"), *self._metas(CHANGED_NAMES))

    def _json_ld(self, name: str) -> Iterator[DateClaim]:
        for entry in self.told:
            text = entry.get(name)
            if isinstance(text, str) and (found := moment(text)):
                yield DateClaim(found, "JSON-LD", text)

    def _metas(self, names: frozenset[str]) -> Iterator[DateClaim]:
        for name, content in self.metas:
            if name in names and (found := moment(content)):
                yield DateClaim(found, "meta", content)


def clicks(shown: str, labels: frozenset[str]) -> int | None:
    """The click count that the words of a page show, or None."""
    if not _may_be_said(labels, shown):
        return None
    match = _labelled(labels, r"\s*[:：]?\s*(\d[\d.,]{0,12})").search(shown)
    return int(re.sub(r"\D", "", match[1])) if match else None


def byline(page: Page) -> tuple[str, ...]:
    """The authors the page names for machines or marks as such."""
    names = [meta.get("content") for meta in page.tagged("meta") if meta.get("name") == "author"]
    names += [element.words for element in page.having("rel") if element.attrib["rel"] == "author"]
    return tuple(dict.fromkeys(name for raw in names if 0 < len(name := flat(raw)) <= 80))


def source(page: Page, shown: str, labels: frozenset[str]) -> tuple[str, str]:
    """The provider and address that a short line such as "Source: …" gives; empty strings where there is none."""
    if not _may_be_said(labels, shown) or not _labelled(labels, r"\s*[:：]").search(shown):
        return "", ""
    line = _labelled(labels, r"\s*[:：]\s*(.{2,80})$")
    begins = tuple(label.lower() for label in labels)
    for element in page.tagged("p", "div", "span", "li"):
        first = next(
            (text for text in page.texts[element.begin : min(element.end, element.begin + 4)] if text.strip()), ""
        )
        if not first.lstrip().lower().startswith(begins):
            continue
        text = flat(element.words) if len(element.children) < 4 else ""
        if len(text) <= 120 and (match := line.match(text)):
            links = [href for link in element.inside("a") if (href := link.get("href")).startswith("http")]
            return match[1].strip(), links[0] if links else ""
    return "", ""


def licence(page: Page) -> str:
    """The address of the licence the page links to, or nothing."""
    return next((link.get("href") for link in page.tagged("a", "link") if link.get("rel") == "license"), "")


def _may_be_said(labels: frozenset[str], shown: str) -> bool:
    """Whether one of the labels may stand there in any case; False is sure. Looking for them so is far faster."""
    low = shown.lower()
    return any(label.lower() in low for label in labels) or any(letter in shown for letter in UNEVEN)


@cache
def _labelled(labels: frozenset[str], rest: str) -> re.Pattern[str]:
    """One of the labels and what follows it."""
    return re.compile(rf"(?:{'|'.join(map(re.escape, sorted(labels)))}){rest}", re.I)


def moment(text: str) -> dt.datetime | None:
    """A date and time as pages write them; with a zone only if one stands there. Machines say year 1 for none."""
    text = text.strip()
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        match = DAY.search(text)
        if not match:
            return None
        year, month, day, hour, minute = (int(part or 0) for part in match.groups())
        try:
            found = dt.datetime(year, month, day, hour, minute)
        except ValueError:
            return None
    return found if found.year >= FIRST_YEAR else None


def _visible(shown: str, labels: frozenset[str]) -> Iterator[DateClaim]:
    label = _labelled(labels, r"\s*[:：]?\s*$")
    for match in DAY.finditer(shown):  # figures are rarer than words that may be labels
        before = label.search(shown[max(0, match.start() - LABEL) : match.start()])
        if before and (found := moment(match[0])):
            yield DateClaim(found, "visible", before[0] + match[0])


def _times(page: Page) -> Iterator[DateClaim]:
    for element in page.tagged("time"):
        if (text := element.get("datetime")) and (found := moment(text)):
            yield DateClaim(found, "time", text)


def _name(meta: Element) -> str:
    return (meta.get("property") or meta.get("name") or meta.get("itemprop")).lower()


def _json_ld(page: Page) -> Iterator[dict[str, Any]]:
    """The objects that stand outermost in the page's JSON-LD."""
    for element in page.tagged("script"):
        if element.get("type") != "application/ld+json":
            continue
        try:
            data = json.loads(element.text)
        except (ValueError, RecursionError):
            continue
        yield from (entry for entry in (data if isinstance(data, list) else [data]) if isinstance(entry, dict))


def _addresses(page: Page) -> Iterator[DateClaim]:
    """The day in the address the page gives as its own."""
    addresses = [link.get("href") for link in page.tagged("link") if link.get("rel") == "canonical"]
    addresses += [meta.get("content") for meta in page.tagged("meta") if meta.get("property") == "og:url"]
    for address in addresses:
        if match := ADDRESS.search(address):
            year, month, day = (int(part) for part in match.groups() if part)
            with contextlib.suppress(ValueError):
                yield DateClaim(dt.datetime(year, month, day), "address", match[0].strip("/"))
