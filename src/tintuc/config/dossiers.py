"""A dossier of a file from outside, of which only the file itself is known."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from tintuc.checks import Block, Claim, Dossier, Hidden, Link, PageSection
from tintuc.intake.copy import Copy, CopyBlock, HiddenPiece
from tintuc.intake.hosts import is_outside
from tintuc.intake.pairs import PairFile
from tintuc.text.anchors import anchors
from tintuc.text.identify import han_variant, language_of
from tintuc.text.languages import facts, known
from tintuc.text.pairing import pair
from tintuc.text.scripts import script_counts
from tintuc.text.words import words

#: What BCP 47 calls a language nobody knows. Checks skip it by name.
UNKNOWN = "und"
#: Letters from which on a text tells its language.
ENOUGH = 120


def dossier_of(copy: Copy, language: str = "", released: dt.datetime | None = None) -> Dossier:
    """The dossier of a page or text; blocks are named p1, p2, … in reading order."""
    blocks = []
    for number, block in enumerate(copy.blocks, 1):
        part = "alt" if block.kind == "picture" else ""
        facts_of = {"kind": block.kind, "speaker": block.speaker, "role": block.role, "language": block.language}
        blocks.append(Block(block.text, f"p{number}", part, **facts_of))
        if block.caption:
            blocks.append(Block(block.caption, f"p{number}", "caption", block.kind, language=block.language))
    return Dossier(
        language=language or declared(copy) or guessed(copy),
        declared=copy.language,
        headline=copy.headline,
        body=tuple(blocks),
        released=released or copy.released,
        claims=tuple(Claim(claim.moment, claim.origin) for claim in copy.dates),
        changed=tuple(Claim(claim.moment, claim.origin) for claim in copy.changed),
        provider=copy.provider,
        source_url=copy.source_url,
        licence=copy.licence,
        byline=copy.byline or None,
        origin="unknown",
        host=copy.host,
        hidden=tuple(_hidden(piece) for piece in copy.hidden),
        links=tuple(
            link for number, block in enumerate(copy.blocks, 1) for link in _links(block, f"p{number}", copy.host)
        ),
        sections=tuple(PageSection(title, links) for title, links in copy.sections),
    )


def _hidden(piece: HiddenPiece) -> Hidden:
    return Hidden(
        text=piece.text,
        technique=piece.technique,
        css=piece.css,
        characters=piece.characters,
        links=tuple(Link(link.anchor, link.host, outside=link.outside) for link in piece.links),
        place=piece.place,
        habit=piece.habit,
        sure=piece.sure,
    )


def _links(block: CopyBlock, ident: str, own: str) -> Iterator[Link]:
    """The links of a paragraph or turn, with the place of each anchor in the plain text."""
    for anchor in anchors(block.html, block.text):
        outside = is_outside(anchor.host, own)
        yield Link(anchor.words, anchor.host, ident, anchor.start, anchor.end, anchor.sentence, outside)


def with_source(dossier: Dossier, source: Dossier, *, encoder: bool = False) -> tuple[Dossier, str]:
    """The dossier with the source's text beside each block, and a sentence where they cannot be paired."""
    sources = {"headline": source.headline} if source.headline else {}
    dossier = replace(dossier, sources=sources, source_language=source.language)
    if len(source.body) == len(dossier.body) and _same_shape(dossier, source):
        paired = (replace(block, source=other.text) for block, other in zip(dossier.body, source.body, strict=True))
        return replace(dossier, body=tuple(paired)), ""
    texts = [block.text for block in source.body]
    links = pair(texts, [block.text for block in dossier.body], source.language, dossier.language, meaning=encoder)
    if not links:
        return dossier, f"the source has {len(texts)} blocks, the text {len(dossier.body)}: too many to be paired"
    beside = {link.target[0]: " ".join(texts[i] for i in link.source) for link in links if len(link.target) == 1}
    # A paragraph told in two is compared with nothing: half of it cannot be told from something left out.
    body = tuple(replace(block, source=beside.get(number)) for number, block in enumerate(dossier.body))
    unanswered = tuple(texts[link.source[0]] for link in links if not link.target)
    return replace(dossier, body=body, unanswered=unanswered), ""


def _same_shape(dossier: Dossier, source: Dossier) -> bool:
    return all(block.kind == other.kind for block, other in zip(dossier.body, source.body, strict=True))


def of_pairs(file: PairFile, source_language: str = "", language: str = "") -> dict[str, Dossier]:
    """A dossier for each document of a file of pairs, by the document's name."""
    blocks: dict[str, list[Block]] = {}
    for number, unit in enumerate(file.units, 1):
        state = unit.state or "translated"
        block = Block(unit.target, unit.id or f"u{number}", source=unit.source, state=state)
        blocks.setdefault(unit.document, []).append(block)
    languages = {
        "source_language": source_language or tag_of(file.source_language) or file.source_language or UNKNOWN,
        "language": language or tag_of(file.language) or file.language or UNKNOWN,
    }
    return {name: Dossier(body=_renamed(units), **languages) for name, units in blocks.items()}


def _renamed(blocks: list[Block]) -> tuple[Block, ...]:
    """Blocks whose ids are all different, so that a place is one place."""
    seen: Counter[str] = Counter()
    found = []
    for block in blocks:
        seen[block.id] += 1
        found.append(block if seen[block.id] == 1 else replace(block, id=f"{block.id}~{seen[block.id]}"))
    return tuple(found)


def tag_of(name: str) -> str:
    """Our tag for a language as others write it, if there is a table for it."""
    low = name.strip().lower().replace("_", "-")
    script = {"zh": "zh-Hans", "zh-cn": "zh-Hans", "zh-sg": "zh-Hans", "zh-tw": "zh-Hant", "zh-hk": "zh-Hant"}
    for tag in (script.get(low, ""), *sorted(known(), key=len, reverse=True)):
        if tag and (low == tag.lower() or low.startswith(tag.lower() + "-") or script.get(low) == tag):
            return tag
    return ""


def declared(copy: Copy) -> str:
    """The language the page declares, if there is a table for it."""
    return tag_of(copy.language)


def guessed(copy: Copy) -> str:
    """The language the text reads as; ``und`` for one without a table."""
    text = (f"{copy.headline}\n" + "\n".join(block.text for block in copy.blocks))[:20_000]
    counts = script_counts(text)
    script = max(counts, key=counts.__getitem__, default="Latin")
    if counts.get("Kana", 0) > 0.1 * sum(counts.values()):
        return "ja"
    if script == "Han":
        return han_variant(text)
    by_script = [code for code in sorted(known()) if (row := facts(code)) and script in row.scripts]
    if sum(counts.values()) >= ENOUGH and (code := language_of(text)):
        return code if code in by_script else UNKNOWN
    found = words(text)
    scores = {code: sum(word in row.frequent for word in found) for code in by_script if (row := facts(code))}
    if any(scores.values()):
        return max(scores, key=scores.__getitem__)
    return {"Hangul": "ko", "Latin": "en"}.get(script, by_script[0] if by_script else UNKNOWN)
