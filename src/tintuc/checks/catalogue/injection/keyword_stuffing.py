"""Does one term stand in the text far more often than news repeats its subject?

A story names its subject in two to five words of a hundred. Text written for search engines names it in ten and more. In
languages that part words by spaces a term is a word or two in a row; in those written in syllables two in a row; in Chinese
and Japanese two to four signs in a row.

Known limits: a text that varies its terms passes; a list of results may be noted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass
from tintuc.text.addresses import ADDRESS, may_hold
from tintuc.text.languages import Facts, facts, having
from tintuc.text.scripts import LETTERS
from tintuc.text.words import words

#: Words and signs of a text that is counted. In shorter ones five mentions are a large share.
WORDS, SIGNS = 120, 240
#: Mentions that are many in any text.
MENTIONS = 10
#: Share of the words that a term may be. Clean news stays below 5.3 % for a word, 6.4 % for two words in English, 8.5 % in
#: Vietnamese, and 10.6 % for signs in Chinese; one page of 180, a list of sports results, has a word at 9.4 %.
ONE, TWO, IN_SIGNS = 0.08, 0.11, 0.13
SIZES = (2, 3, 4)  #: signs in a row that are a term
#: Letters of a word that is a term by itself.
SHORTEST = 4
RUN = re.compile(f"[{LETTERS['Han']}{LETTERS['Kana']}]+")


def find(dossier: Dossier) -> Iterator[Finding]:
    """Note the term with the largest share, where it is beyond what news shows."""
    language = facts(dossier.language)
    if language is None:
        return
    texts = [_without_links(block.text) for block in dossier.body if block.kind != "table"]
    found = _in_signs("\n".join(texts)) if "Han" in language.scripts else _in_words(texts, language)
    if found:
        term, count, share = found
        pattern = re.compile(r"\W+".join(re.escape(word) for word in term.split()), re.I)
        for run in dossier.runs:
            if run.field == "body" and (match := pattern.search(run.text)):
                values = {"term": term, "count": str(count), "share": f"{share:.0%}"}
                yield Finding("stuffed", run.place(*match.span()), match[0], values)
                return


def _without_links(text: str) -> str:
    """The text without addresses; tags stay, for they are stuffed too."""
    if not may_hold(text):
        return text
    return ADDRESS.sub(lambda match: match[0] if match[0][0] in "@#" else " ", text)


def _in_words(texts: list[str], language: Facts) -> tuple[str, int, float] | None:
    found = [word for text in texts for word in words(text)]
    if len(found) < WORDS:
        return None
    terms: list[tuple[float, str, int]] = []
    often = {word: count for word, count in Counter(found).items() if count >= MENTIONS}
    for word in language.frequent.intersection(often):
        del often[word]
    if not language.syllables:
        one = [(word, count) for word, count in often.items() if len(word) >= SHORTEST]
        terms += [(count / len(found) / ONE, word, count) for word, count in sorted(one, key=lambda pair: -pair[1])[:1]]
    pairs = Counter(pair for pair in pairwise(found) if pair[0] in often and pair[1] in often) if often else {}
    two = [(count, pair) for pair, count in pairs.items() if count >= MENTIONS and pair[0] != pair[1]]
    terms += [(2 * count / len(found) / TWO, " ".join(pair), count) for count, pair in sorted(two)[-1:]]
    much, term, count = max(terms, default=(0.0, "", 0))
    if much < 1 or count < MENTIONS:
        return None
    return term, count, count * len(term.split()) / len(found)


def _in_signs(text: str) -> tuple[str, int, float] | None:
    runs = RUN.findall(text)
    whole = sum(map(len, runs))
    if whole < SIGNS:
        return None
    often = {sign for sign, count in Counter("".join(runs)).items() if count * max(SIZES) >= IN_SIGNS * whole}
    runs = "".join(sign if sign in often else " " for sign in " ".join(runs)).split()  # all that a term can be made of
    best: tuple[float, str, int] = (0.0, "", 0)
    for size in SIZES:
        terms = Counter(run[n : n + size] for run in runs for n in range(len(run) - size + 1))
        best = max([best, *((size * count / whole, term, count) for term, count in terms.most_common(1))])
    share, term, count = best
    return (term, count, share) if share >= IN_SIGNS and count >= MENTIONS else None


NEWS = (
    "The harbour town opened its ferry pier on Monday after two years of building. The mayor cut the ribbon, the band of the fire "
    "brigade played, and the first boat left at eight with forty people on board. Captains who had asked for a deeper basin said "
    "they would wait for the autumn storms before they praised it. Fish prices at the market stayed where they were. The council "
    "votes on parking next month, and the school asks for a bus. Older residents remembered the year when ice closed the whole bay, "
    "when letters came over the hill on skis and nobody spoke of timetables. The cooperative pays for repairs out of tickets, "
    "and keeps a third of them for the winter, when few travel. Its books are open to everybody at the town hall each Friday morning."
)
STUFFED = "Harbour hotels are cheap, and harbour hotels are near, so book harbour hotels with us today. " * 10
SIGNS_STUFFED = "龙宫娱乐最好玩，龙宫娱乐送大奖，大家都来龙宫娱乐吧。" * 14

CHECK = Check(
    id="injection.keyword-stuffing",
    title="One term repeated for search engines",
    level=Level.NOTE,
    says={"stuffed": "“%(term)s” stands %(count)s times and makes %(share)s of the words."},
    why="Readers tire of it, and search engines take the page for spam.",
    fix="Say it once and go on; leave out what only repeats it.",
    since="0.1",
    find=find,
    needs=frozenset({"body"}),
    languages=having("frequent") | {"zh-Hans", "zh-Hant", "ja"},
    examples=(
        Pass(Dossier(body=(Block(NEWS),))),
        Pass(Dossier(body=(Block("Harbour hotels are cheap."),))),
        Find(Dossier(body=(Block(STUFFED),)), "stuffed", "Harbour hotels"),
        Find(Dossier(language="zh-Hans", body=(Block(SIGNS_STUFFED),)), "stuffed", "龙宫娱乐"),
    ),
)
