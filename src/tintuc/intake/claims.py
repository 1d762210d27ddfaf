"""What a page says about itself: dates, clicks, names, source, licence."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from tintuc.intake.blocks import flat
from tintuc.intake.copy import DateClaim

MOMENT = r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?:\s*日)?(?:[ T]+(\d{1,2})[:時时](\d{2}))?"
#: Characters before a date in which its label stands.
LABEL = 60
#: No newspaper is older.
FIRST_YEAR = 1600
#: A date in an address: in parts, as one word, or as eight digits of this age.
ADDRESS = re.compile(
    r"/(\d{4})/(\d{1,2})/(\d{1,2})(?=[/.?#]|$)|(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)"
    r"|(?<!\d)((?:19[89]|20[0-4])\d)(\d{2})(\d{2})(?!\d)"
)
CHANGED_NAMES = frozenset(["article:modified_time", "og:updated_time", "datemodified", "dc.date.modified", "lastmod"])
META_NAMES = frozenset(["article:published_time", "datepublished", "date", "dc.date", "pubdate", "publishdate"])


def date_claims(tree: Any, shown: str, labels: frozenset[str]) -> tuple[DateClaim, ...]:
    """Every release date the page gives, what readers saw first; ``shown`` are the words they see."""
    json_ld = _json_ld(tree, "datePublished")
    return (*_visible(shown, labels), *_times(tree), *json_ld, *_metas(tree, META_NAMES), *_addresses(tree))


def changed_claims(tree: Any) -> tuple[DateClaim, ...]:
    """Every date of its last change that the page gives to machines."""
    return (*_json_ld(tree, "dateModified"), *_metas(tree, CHANGED_NAMES))


def clicks(shown: str, labels: frozenset[str]) -> int | None:
    """The click count that the words of a page show, or None."""
    pattern = rf"(?:{'|'.join(map(re.escape, sorted(labels)))})\s*[:：]?\s*(\d[\d.,]{{0,12}})"
    match = re.search(pattern, shown, re.I)
    return int(re.sub(r"\D", "", match[1])) if match else None


def byline(tree: Any) -> tuple[str, ...]:
    """The authors the page names for machines or marks as such."""
    names = [meta.get("content") or "" for meta in tree.iterfind(".//meta[@name='author']")]
    names += [element.text_content() for element in tree.iterfind(".//*[@rel='author']")]
    return tuple(dict.fromkeys(name for raw in names if 0 < len(name := flat(raw)) <= 80))


def source(tree: Any, shown: str, labels: frozenset[str]) -> tuple[str, str]:
    """The provider and address that a short line such as "Source: …" gives; empty strings where there is none."""
    label = rf"(?:{'|'.join(map(re.escape, sorted(labels)))})\s*[:：]"
    if not re.search(label, shown, re.I):
        return "", ""
    pattern = re.compile(rf"^{label}\s*(.{{2,80}})$", re.I)
    begins = tuple(label.lower() for label in labels)
    for element in tree.iter("p", "div", "span", "li"):
        first = next((text for text in islice(element.itertext(), 4) if text.strip()), "")
        if not first.lstrip().lower().startswith(begins):
            continue
        text = flat(element.text_content()) if len(element) < 4 else ""
        if len(text) <= 120 and (match := pattern.match(text)):
            links = [href for link in element.iter("a") if (href := link.get("href") or "").startswith("http")]
            return match[1].strip(), links[0] if links else ""
    return "", ""


def licence(tree: Any) -> str:
    """The address of the licence the page links to, or nothing."""
    for link in tree.xpath("//a[@rel='license'] | //link[@rel='license']"):
        return link.get("href") or ""
    return ""


def moment(text: str) -> dt.datetime | None:
    """A date and time as pages write them; with a zone only if one stands there. Machines say year 1 for none."""
    text = text.strip()
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        match = re.search(MOMENT, text)
        if not match:
            return None
        year, month, day, hour, minute = (int(part or 0) for part in match.groups())
        try:
            found = dt.datetime(year, month, day, hour, minute)
        except ValueError:
            return None
    return found if found.year >= FIRST_YEAR else None


def _visible(shown: str, labels: frozenset[str]) -> Iterator[DateClaim]:
    label = re.compile(rf"(?:{'|'.join(map(re.escape, sorted(labels)))})\s*[:：]?\s*$", re.I)
    for match in re.finditer(MOMENT, shown):  # figures are rarer than words that may be labels
        before = label.search(shown[max(0, match.start() - LABEL) : match.start()])
        if before and (found := moment(match[0])):
            yield DateClaim(found, "visible", before[0] + match[0])


def _times(tree: Any) -> Iterator[DateClaim]:
    for element in tree.iterfind(".//time[@datetime]"):
        if found := moment(element.get("datetime")):
            yield DateClaim(found, "time", element.get("datetime"))


def _metas(tree: Any, names: frozenset[str]) -> Iterator[DateClaim]:
    for element in tree.iterfind(".//meta[@content]"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        if name in names and (found := moment(element.get("content"))):
            yield DateClaim(found, "meta", element.get("content"))


def _json_ld(tree: Any, name: str) -> Iterator[DateClaim]:
    for element in tree.iterfind(".//script[@type='application/ld+json']"):
        try:
            data = json.loads(element.text or "")
        except (ValueError, RecursionError):
            continue
        for entry in data if isinstance(data, list) else [data]:
            text = entry.get(name) if isinstance(entry, dict) else None
            if isinstance(text, str) and (found := moment(text)):
                yield DateClaim(found, "JSON-LD", text)


def _addresses(tree: Any) -> Iterator[DateClaim]:
    """The day in the address the page gives as its own."""
    for path, name in ((".//link[@rel='canonical']", "href"), (".//meta[@property='og:url']", "content")):
        for element in tree.iterfind(path):
            match = ADDRESS.search(element.get(name) or "")
            if match:
                year, month, day = (int(part) for part in match.groups() if part)
                with contextlib.suppress(ValueError):
                    yield DateClaim(dt.datetime(year, month, day), "address", match[0].strip("/"))
