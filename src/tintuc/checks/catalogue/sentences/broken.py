"""Has every sentence its head and its tail?

A small letter after a stop means that the sentence before it was cut in two, or that its head is gone. Machine
translation of cut segments leaves such pieces, and so does careless copying.

Known limits: scripts without small letters (Chinese, Japanese, Korean) are not looked at; abbreviations the table does
not know raise a query.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass, Place
from tintuc.text.languages import Facts, facts, having
from tintuc.text.words import words

#: A word, a single stop, a space, and a small letter.
TORN = re.compile(r"(?<![^\s.])([^\s.]+)([”\"’»)]?)\. +(?=([^\W\d_]+))")
SMALL = re.compile(r"\. +([^\W\d_]+)")
#: What begins like a word and is an address or a product's name.
ADDRESS = re.compile(r"\w+(?:[.:/@]\w|://)|[^\W\d_]+\d")
#: A word a sentence, several in a row, is meant: Just. Do. It.
STACCATO = re.compile(r"(?<![^\s“\"])[^\W\d_]+[’']?[^\W\d_]*(?:\. [^\W\d_]{1,12}){2,}\.")
#: Broken places in one article from which on it is no slip any more: an editor must mend it.
HOLD_FROM = 2
#: Characters of the piece that is shown.
SHOWN = 60


def find(dossier: Dossier) -> Iterator[Finding]:
    """Look for torn sentences in every paragraph, and paragraphs that begin or end in mid-sentence."""
    language = facts(dossier.language)
    if language is None:
        return
    found = [finding for block in dossier.body if _is_prose(block) for finding in _in(block, language)]
    torn = sum(finding.reason == "torn" for finding in found)
    for finding in found:
        level = Level.HOLD if finding.reason == "torn" and torn >= HOLD_FROM else Level.QUERY
        yield Finding(finding.reason, finding.place, finding.quote, finding.values, level)


def _is_prose(block: Block) -> bool:
    return block.kind in {"paragraph", "turn"} and block.part in {"", "text"} and not block.language


def _in(block: Block, language: Facts) -> Iterator[Finding]:
    text = block.text
    is_torn = any(
        match[1].islower() for match in SMALL.finditer(text)
    )  # few texts are, and the rest is slow to look for
    style = [match.span() for match in STACCATO.finditer(text)] if is_torn and text.count(". ") > 2 else []
    for match in TORN.finditer(text) if is_torn else ():
        if any(start <= match.start() < end for start, end in style):
            continue
        before, after = match[1].strip("“”\"'’(«").lower(), match[3]
        if not after.islower() or before in language.abbreviations or len(before) < 2 or not before[-1].isalpha():
            continue
        if len(after) < 2 or after in language.abbreviations:
            continue
        if "." in before or "@" in before or "/" in before or ADDRESS.match(text, match.end()):
            continue
        start, end = match.start(1), min(len(text), match.end() + SHOWN)
        stop = text.find(". ", match.end())
        end = min(end, stop + 1) if stop > 0 else min(end, len(text))
        yield Finding("torn", Place("body", block.id, start, end, block.part), text[start:end], {"word": after})
    last = words(text[-40:])[-1:] if len(text) > SHOWN else ()
    if last and last[0] in language.dangling and text.rstrip().lower().endswith(last[0]):
        start = max(0, len(text) - SHOWN)
        yield Finding(
            "tail-lost", Place("body", block.id, start, len(text), block.part), text[start:], {"word": last[0]}
        )


CHECK = Check(
    id="sentences.broken",
    title="Sentence without head or tail",
    level=Level.QUERY,
    says={
        "torn": "A sentence ends here and “%(word)s” goes on in small letters: one of the two has lost a part.",
        "tail-lost": "The paragraph breaks off after “%(word)s”.",
    },
    why="A torn sentence means that words are missing, and nobody knows which.",
    fix="Compare with the source, and write the whole sentence.",
    since="0.1",
    find=find,
    needs=frozenset({"body"}),
    languages=having("abbreviations"),
    examples=(
        Pass(Dossier(body=(Block("He met Mr. de Vries at 5 p.m. on Monday. They left."),))),
        Pass(Dossier(language="vi", body=(Block("Cảng có cầu tàu, kho, v.v. và một hải đăng. Thuyền đã về."),))),
        Pass(Dossier(body=(Block("The new rule. is. no. joke."),))),
        Pass(Dossier(body=(Block("Write to us at desk.example. It is read daily… or weekly."),))),
        Find(
            Dossier(language="vi", body=(Block("Kế hoạch xây bến tàu nay đã được thực hiện. giữ."),)),
            reason="torn",
            quote="hiện. giữ.",
        ),
        Find(Dossier(body=(Block("The plan is now being carried out. hold."),)), reason="torn", quote="out. hold."),
        Find(
            Dossier(body=(Block("The plan of the town for the pier was carried out by the harbour company and the"),)),
            reason="tail-lost",
            quote="he town for the pier was carried out by the harbour company and the"[-60:],
        ),
    ),
)
