"""Reads an HTML page: headline, dates, body in blocks, and what the page promises and hides."""

from __future__ import annotations

import re
from typing import Any, cast

from lxml import etree, html

from tintuc.intake.blocks import blocks_of, flat
from tintuc.intake.claims import byline, changed_claims, clicks, date_claims, licence, source
from tintuc.intake.copy import Copy, Unreadable
from tintuc.intake.decoding import check_depth, decoded
from tintuc.intake.hidden import find_hidden
from tintuc.intake.hosts import page_host
from tintuc.intake.rows import row
from tintuc.intake.turns import with_turns

#: Share of all paragraph text that the element holding the article must keep.
MOST_OF_IT = 0.75


#: The words that readers see.
SHOWN = etree.XPath("//text()[not(parent::script or parent::style or parent::template)]", smart_strings=False)
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
        tree = html.document_fromstring(_without_declaration(text))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise Unreadable(f"This cannot be read as a page: {error}") from error
    nodes = list(tree.iter())  # held until the end, so that lxml makes each only once
    hidden = find_hidden(tree, nodes)
    host = page_host(tree)
    for element in hidden.elements:
        if element.getparent() is not None:
            element.drop_tree()
    headline = _headline(tree)
    main = _main(tree)
    shown = flat(" ".join(cast(list[str], SHOWN(tree))))
    provider, source_url = source(tree, shown, words("source"))
    return Copy(
        headline=headline,
        title=flat(tree.findtext(".//title") or ""),
        language=(tree.get("lang") or tree.get("xml:lang") or "").strip(),
        blocks=with_turns(blocks_of(main, headline), words("reporter"), words("answer")),
        dates=date_claims(tree, shown, words("released")),
        changed=changed_claims(tree),
        clicks=clicks(shown, words("clicks")),
        byline=byline(tree),
        provider=provider,
        source_url=source_url,
        licence=licence(tree),
        sections=_sections(tree, main),
        hidden=hidden.pieces,
        host=host,
    )


def _without_declaration(text: str) -> str:
    """The page without what XML begins with: lxml takes no text that names an encoding."""
    match = DECLARATION.match(text)
    return text[match.end() :] if match else text


def _headline(tree: Any) -> str:
    for path in (".//h1", ".//title"):
        for element in tree.iterfind(path):
            if text := flat(element.text_content()):
                return text
    return ""


def _main(tree: Any) -> Any:
    """The smallest element that holds most of the page's paragraphs."""
    here = tree.find("body") if tree.find("body") is not None else tree
    weights = _weights(here)
    while True:
        best = max(
            (child for child in here if isinstance(child.tag, str)), key=lambda e: weights.get(e, 0), default=None
        )
        if best is None or best.tag in {"p", "table", "ul", "ol"}:
            return here
        if weights.get(best, 0) < max(MOST_OF_IT * weights.get(here, 0), 1):
            return here
        here = best


def _weights(body: Any) -> dict[Any, int]:
    weights: dict[Any, int] = {}
    for paragraph in body.iter("p"):
        size = len(paragraph.text_content().strip())
        here = paragraph
        while here is not None:
            weights[here] = weights.get(here, 0) + size
            here = here.getparent()
    return weights


def _sections(tree: Any, main: Any) -> tuple[tuple[str, int], ...]:
    """Lists that a heading announces, with the number of their links; and maps that are named without a link."""
    found = []
    inside = set(main.iter())
    for heading in tree.iter("h2", "h3", "h4"):
        following = heading.getnext()
        if heading not in inside and following is not None and following.tag in {"ul", "ol", "div"}:
            found.append((flat(heading.text_content()), len(following.findall(".//a[@href]"))))
    for footer in tree.iter("footer"):
        linked = " ".join(flat(link.text_content()) for link in footer.iterfind(".//a[@href]")).lower()
        text = flat(footer.text_content()).lower()
        found += [(word, 0) for word in sorted(words("maps")) if word in text and word not in linked]
    return tuple(found)
