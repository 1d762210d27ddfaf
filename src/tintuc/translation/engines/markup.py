"""Copy as an engine gets it, and its answer as the desk can use it.

Markup travels as protected tags (``<t1>…</t1>``), names that no language changes as ``<k1>…</k1>``. What comes back is
built anew from our own codes and our own names, so an answer can bring in no tag, no address and no other name. If the
tags do not fit together any more, the words are kept and the draft says so.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from tintuc.text.terms import Matcher
from tintuc.translation.engines.plug import (
    FORBIDDEN_TERM,
    FORMATTING_LOST,
    KEPT_LOST,
    NO_DRAFT,
    TERM_MISSING,
    TOO_LONG,
    Block,
    Draft,
    Term,
)
from tintuc.translation.exchange.codes import CODE, BrokenCodes, bare, check, escaped, unescaped

#: Our tags, however an engine has spaced them. All patterns here are bounded: an answer may be hostile.
OURS = re.compile(r"<[ \n]{0,2}(/?)[ \n]{0,2}([tk])[ \n]{0,2}(\d{1,4})[ \n]{0,2}(/?)[ \n]{0,2}>", re.IGNORECASE)
KEPT = re.compile(r"<(/?)k(\d{1,4})(/?)>")
#: Any other tag an answer may hold: dropped. It must begin like one, so that "a < b" stays.
STRANGE = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
#: What no draft may hold: control characters, signs that turn the direction of text, halves of characters.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
#: A draft longer than this many times its source, and some, is no translation. Thai and German stay under 4.
LONGEST, SPARE = 6, 200
#: The same for an answer with its tags, before anything is looked for in it.
LONGEST_RAW, SPARE_RAW = 20, 4000


class Carrier:
    """Takes blocks to an engine and drafts back, for one pair of languages."""

    def __init__(self, tags: str, source: str, target: str, termbase: Sequence[Term]) -> None:
        self.tags, self.source, self.target = tags, source, target
        self.terms = list(termbase)
        forms = [(form, number) for number, term in enumerate(self.terms) for form in (*term.source, *term.kept)]
        self._found = Matcher(forms, source)
        kept = [(form, number) for number, term in enumerate(self.terms) for form in term.kept]
        self._kept = Matcher(kept, source)

    def occurring(self, blocks: Sequence[Block]) -> list[Term]:
        """The terms of which some form stands in the blocks."""
        return [self.terms[number] for number in sorted(self._numbers(bare(block.text) for block in blocks))]

    def _numbers(self, texts: Iterator[str] | Sequence[str]) -> set[int]:
        return {number for text in texts for match in self._found.matches(text) for number in match.values}

    def out(self, block: Block) -> str:
        """The block in the engine's markup; for an engine without any, its words."""
        if not self.tags:
            return bare(block.text)
        pieces, at, names = [], 0, 0
        for code in CODE.finditer(block.text):
            piece, names = self._words(unescaped(block.text[at : code.start()]), names)
            pieces += [piece, f"<{code[1]}t{code[2]}{code[3]}>"]
            at = code.end()
        piece, _names = self._words(unescaped(block.text[at:]), names)
        return "".join([*pieces, piece])

    def _words(self, words: str, names: int) -> tuple[str, int]:
        """Words between two codes, names that stay in tags of their own, numbered on from ``names``."""
        pieces, at = [], 0
        for match in self._kept.matches(words):
            names += 1
            inner = html.escape(words[match.start : match.end], quote=False)
            pieces += [html.escape(words[at : match.start], quote=False), f"<k{names}>{inner}</k{names}>"]
            at = match.end
        pieces.append(html.escape(words[at:], quote=False))
        return "".join(pieces), names

    def _names(self, block: Block) -> list[str]:
        """The names that stay, in the order :meth:`out` numbers them."""
        found, at = [], 0
        for start, end in [*(code.span() for code in CODE.finditer(block.text)), (len(block.text),) * 2]:
            words = unescaped(block.text[at:start])
            found += [words[match.start : match.end] for match in self._kept.matches(words)]
            at = end
        return found

    def back(self, block: Block, answer: str) -> Draft:
        """The draft an answer makes, with notes on what an editor must know of it."""
        source = bare(block.text)
        characters = len(source)
        if len(answer) > LONGEST_RAW * len(source) + SPARE_RAW:
            return Draft(block.key, "", ((TOO_LONG, ""),), characters)
        flat, notes = self._flat(block, CONTROL.sub("", answer))
        words = bare(flat)
        if not words.strip():
            return Draft(block.key, "", ((NO_DRAFT, ""),), characters)
        if len(words) > LONGEST * len(source) + SPARE:
            return Draft(block.key, "", ((TOO_LONG, ""),), characters)
        return Draft(block.key, flat, (*notes, *self._unlike_termbase(source, words)), characters)

    def _flat(self, block: Block, answer: str) -> tuple[str, list[tuple[str, str]]]:
        """The answer with our own codes and names; words alone if its tags do not fit."""
        notes: list[tuple[str, str]] = []
        if not self.tags:
            if CODE.search(block.text):
                notes.append((FORMATTING_LOST, ""))
            return escaped(self._spaced(block, answer)), notes
        answer = OURS.sub(lambda tag: f"<{tag[1]}{tag[2].lower()}{tag[3]}{tag[4]}>", answer)
        answer = _named(answer, self._names(block))
        pieces, at = [], 0
        for tag in OURS.finditer(answer):
            pieces += [self._plain(answer[at : tag.start()]), f"<{tag[1]}{tag[3]}{tag[4]}>"]
            at = tag.end()
        pieces.append(self._plain(answer[at:]))
        flat = self._spaced(block, _closed("".join(pieces)))
        try:
            if check(flat, block.codes):
                notes.append((FORMATTING_LOST, ""))
        except BrokenCodes:
            flat = escaped(bare(flat))
            notes.append((FORMATTING_LOST, ""))
        return flat, notes

    def _plain(self, piece: str) -> str:
        return escaped(html.unescape(STRANGE.sub("", piece)))

    def _spaced(self, block: Block, text: str) -> str:
        """As many lines as the source has; an answer on more lines is one on one."""
        if "\n" in block.text:
            return "\n".join(line.strip() for line in text.strip().splitlines())
        return " ".join(text.split())

    def _unlike_termbase(self, source: str, words: str) -> list[tuple[str, str]]:
        notes: list[tuple[str, str]] = []
        folded = words.casefold()
        for number in sorted(self._numbers([source])):
            term = self.terms[number]
            if term.approved and not _stands(term.approved, words, folded, self.target):
                notes.append((TERM_MISSING, term.approved[0]))
            notes += [(FORBIDDEN_TERM, form) for form in term.forbidden if _stands((form,), words, folded, self.target)]
        for match in self._kept.matches(source):
            if (form := source[match.start : match.end]) not in words and (KEPT_LOST, form) not in notes:
                notes.append((KEPT_LOST, form))
        return notes


def _stands(forms: Sequence[str], words: str, folded: str, language: str) -> bool:
    """Whether one of the forms stands in the words, inflected as their language does."""
    matcher = Matcher([(form, 0) for form in forms], language, cased=False)
    return any(True for _ in matcher.matches(words)) or any(form.casefold() in folded for form in forms if " " in form)


def _named(answer: str, names: Sequence[str]) -> str:
    """The answer with our own names in place of whatever it has in their tags; tags that do not fit are dropped."""
    tags = list(KEPT.finditer(answer))
    ends = {int(tag[2]): tag.start() for tag in tags if tag[1]}  #: where each number is closed last
    pieces, at, until = [], 0, -1
    for tag in tags:
        if tag.start() < at:
            continue
        number = int(tag[2])
        if until >= 0:
            if tag[1] and number == until:
                at, until = tag.end(), -1
            continue
        pieces.append(answer[at : tag.start()])
        at = tag.end()
        if not tag[1] and 0 < number <= len(names) and (tag[3] or ends.get(number, -1) > tag.start()):
            pieces.append(html.escape(names[number - 1], quote=False))
            until = -1 if tag[3] else number
    return "".join([*pieces, answer[at:]])


def _closed(flat: str) -> str:
    """Codes that stand alone written so: ``<2></2>`` with nothing inside is ``<2/>`` to some engines and back."""
    return re.sub(r"<(\d{1,4})>\s*</\1>", r"<\1/>", flat)
