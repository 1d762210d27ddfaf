"""Reads an HTML page: headline, dates, body in blocks, and what the page promises and hides."""

from __future__ import annotations

import re

from lxml import etree

from tintuc.intake.blocks import blocks_of, flat
from tintuc.intake.claims import Claims, byline, clicks, licence, source
from tintuc.intake.copy import Copy, Unreadable
from tintuc.intake.decoding import check_depth, decoded
from tintuc.intake.element import Element
from tintuc.intake.hidden import find_hidden
from tintuc.intake.hosts import page_host
from tintuc.intake.rows import row
from tintuc.intake.tree import Page
from tintuc.intake.turns import with_turns

#: Share of all paragraph text that the element holding the article must keep.
MOST_OF_IT = 0.75


DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")


def words(name: str) -> frozenset[str]:
    """A row of the table of words pages use about themselves, in small letters."""
    return row("words", name)


def read_page(raw: bytes, *, declared_encoding: str | None = None) -> Copy:
    """Read a page. Raises :class:`Unreadable`, and nothing else, for whatever it is given."""
    return page_of(decoded(raw, declared_encoding))


def page_of(text: str) -> Copy:
    """Read a page that is text already. Raises :class:`Unreadable`."""
    check_depth(text)
    try:
        page = Page(_without_declaration(text))
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise Unreadable(f"This cannot be read as a page: {error}") from error
    try:
        return _copy_of(page)
    finally:
        page.close()


def _copy_of(page: Page) -> Copy:
    title = next((flat(element.words) for element in page.tagged("title")), "")
    hidden = find_hidden(page)
    host = page_host(page)
    page.drop(hidden.elements)
    headline = _headline(page)
    main = _main(page)
    shown = flat(page.shown)
    claims = Claims(page, shown)
    provider, source_url = source(page, shown, words("source"))
    return Copy(
        headline=headline,
        title=title,
        language=(page.root.get("lang") or page.root.get("xml:lang")).strip(),
        blocks=with_turns(blocks_of(main, headline), words("reporter"), words("answer")),
        dates=claims.dates(words("released")),
        changed=claims.changed(),
        clicks=clicks(shown, words("clicks")),
        byline=byline(page),
        provider=provider,
        source_url=source_url,
        licence=licence(page),
        sections=_sections(page, main),
        hidden=hidden.pieces,
        host=host,
    )


def _without_declaration(text: str) -> str:
    """The page without what XML begins with: lxml takes no text that names an encoding."""
    match = DECLARATION.match(text)
    return text[match.end() :] if match else text


def _headline(page: Page) -> str:
    elements = page.tagged("h1") + page.tagged("title")
    return next((text for element in elements if (text := flat(element.words))), "")


def _main(page: Page) -> Element:
    """The smallest element that holds most of the page's paragraphs."""
    here = next((child for child in page.root.children if child.tag == "body"), page.root)
    weights = _weights(page)
    while True:
        best = max(here.children, key=lambda child: weights.get(child, 0), default=None)
        if best is None or best.tag in {"p", "table", "ul", "ol"}:
            return here
        if weights.get(best, 0) < max(MOST_OF_IT * weights.get(here, 0), 1):
            return here
        here = best


def _weights(page: Page) -> dict[Element, int]:
    """The letters of paragraphs in each element that holds any."""
    weights: dict[Element, int] = {}
    for paragraph in page.tagged("p"):
        size = len(paragraph.words.strip())
        here: Element | None = paragraph
        while here is not None:
            weights[here] = weights.get(here, 0) + size
            here = here.parent
    return weights


def _sections(page: Page, main: Element) -> tuple[tuple[str, int], ...]:
    """Lists that a heading announces, with the number of their links; and maps that are named without a link."""
    found = []
    for heading in page.tagged("h2", "h3", "h4"):
        following = heading.beside(1)
        if following is not None and following.tag in {"ul", "ol", "div"} and main not in (heading, *heading.above()):
            links = sum(link.has("href") for link in following.inside("a"))
            found.append((flat(heading.words), links))
    for footer in page.tagged("footer"):
        linked = " ".join(flat(link.words) for link in footer.inside("a") if link.has("href")).lower()
        text = flat(footer.words).lower()
        found += [(word, 0) for word in sorted(words("maps")) if word in text and word not in linked]
    return tuple(found)
