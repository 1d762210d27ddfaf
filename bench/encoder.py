"""What the checks that need the sentence encoder find in translations that were spoilt on purpose. Prints JSON.

The documents of ``ntrex`` in the folder TINTUC_SHARED names. Of the sentences of each, with a fixed seed, 6 % are
deleted from the translation, 8 % joined with the next, and after 3 % a sentence of another document is put in. Once the
sentences are aligned as they are (``sentences``); once they stand in passages of three, and the checks have to find
their borders by themselves (``passages``, counted by passage).
``wrong_segment`` compares each sentence with the translation of another.

Each of ten seeds is a draw of its own; the mean and the worst of them are given. English to Vietnamese is learned from
four fifths of the documents and tried on the last fifth, five times over (``vi``), and from one half and tried on the
other (``vi-half``): no document is ever learned from and tried.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

DATA = Path(os.environ.get("TINTUC_SHARED", Path(__file__).parents[2] / "shared")) / "data" / "ntrex"
LANGUAGES = {"zh-Hans": "zho-CN", "ja": "jpn", "ko": "kor", "vi": "vie"}
SPACELESS = {"zh-Hans", "ja"}
SEEDS = range(10)
#: Of these, the draws on which the checks are tried as well, which takes most of the time.
CHECKED = 3
CHECKS = ("translation.dropped-sentence", "translation.added-sentence")
DELETED, JOINED, FOREIGN = 0.06, 0.08, 0.03
PASSAGE = 3


class Count:
    """Precision and recall of something that was put in, by draw."""

    def __init__(self) -> None:
        self.draws: dict[int, list[int]] = {}

    def add(self, draw: int, found: set[object], put_in: set[object]) -> None:
        row = self.draws.setdefault(draw, [0, 0, 0])
        for at, count in enumerate((len(found & put_in), len(found), len(put_in))):
            row[at] += count

    def data(self) -> dict[str, float]:
        right, found, put_in = (sum(row[at] for row in self.draws.values()) for at in range(3))
        return {
            "precision": round(right / max(found, 1), 3),
            "recall": round(right / max(put_in, 1), 3),
            "worst_precision": round(min(row[0] / max(row[1], 1) for row in self.draws.values()), 3),
            "worst_recall": round(min(row[0] / max(row[2], 1) for row in self.draws.values()), 3),
            "put_in": put_in,
        }


def lines(name: str) -> list[str]:
    return [line.strip() for line in (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()]


def documents() -> dict[str, list[int]]:
    """The numbers of the lines of each document."""
    found: dict[str, list[int]] = {}
    for number, line in enumerate((DATA / "DOCUMENT_IDS.tsv").read_text(encoding="utf-8").splitlines()):
        found.setdefault(line.split("\t")[0].strip(), []).append(number)
    return found


def spoilt(numbers: list[int], texts: list[str], space: str, chance: random.Random) -> tuple[list[tuple], set[int]]:
    """The translation as (lines it holds, text, line of another document), and the lines that were deleted."""
    pieces: list[tuple] = []
    deleted: set[int] = set()
    at = 0
    while at < len(numbers):
        number, draw = numbers[at], chance.random()
        at += 1
        if draw < DELETED:
            deleted.add(number)
            continue
        held, text = [number], texts[number]
        if draw < DELETED + JOINED and at < len(numbers):
            held, text = [number, numbers[at]], text + space + texts[numbers[at]]
            at += 1
        pieces.append((tuple(held), text, False))
        if chance.random() < FOREIGN:
            other = chance.choice([n for n in range(len(texts)) if n not in numbers])
            pieces.append(((held[-1],), texts[other], True))
    return pieces, deleted


class Found:
    """What was found in one language, over all its draws and the parts of its documents."""

    def __init__(self, language: str, texts: list[str]) -> None:
        self.language, self.texts = language, texts
        self.space = "" if language in SPACELESS else " "
        self.usual = Lengths.of([(len(source), len(text)) for source, text in zip(ENGLISH, texts, strict=True)])
        self.sentences = {"dropped": Count(), "added": Count()}
        self.passages = {"dropped": Count(), "added": Count()}
        self.spent, self.articles, self.clean, self.holds = 0.0, 0, 0, 0
        self.flagged: Counter[str] = Counter()

    def try_on(self, chosen: dict[str, list[int]]) -> None:
        """Every draw of these documents, and each of them as it is."""
        for name, numbers in chosen.items():
            for seed in SEEDS:
                pieces, deleted = spoilt(numbers, self.texts, self.space, random.Random(f"{seed} {name}"))
                if pieces:
                    self._by_sentences(seed, numbers, pieces, deleted)
                    if seed < CHECKED:
                        self._by_passages(seed, numbers, pieces, deleted)
            self._clean(numbers)

    def _by_sentences(self, seed: int, numbers: list[int], pieces: list[tuple], deleted: set[int]) -> None:
        """The alignment alone, sentences given."""
        source, target = [ENGLISH[number] for number in numbers], [text for _, text, _ in pieces]
        meaning = described(source, target, "en", self.language)
        begun = time.process_time()
        beads = align([*map(len, source)], [*map(len, target)], self.usual, meaning)
        self.spent += time.process_time() - begun
        self.articles += 1
        lost = {numbers[at] for bead in beads if not bead.target for at in bead.source}
        self.sentences["dropped"].add(seed, lost, set(deleted))
        self.sentences["added"].add(
            seed,
            {at for bead in beads if not bead.source for at in bead.target},
            {at for at, (_, _, foreign) in enumerate(pieces) if foreign},
        )

    def _by_passages(self, seed: int, numbers: list[int], pieces: list[tuple], deleted: set[int]) -> None:
        """The checks, on passages of three: one is right if it is named and lacks a line, or holds another."""
        block_of = passage_of(numbers)
        found = self._seen(numbers, pieces)
        kept = {block_of[held[0]] for held, _, _ in pieces}
        put_in = (
            {f"p{block_of[number]}" for number in deleted if block_of[number] in kept},
            {f"p{block_of[held[-1]]}" for held, _, foreign in pieces if foreign},
        )
        for count, check, right in zip(self.passages.values(), CHECKS, put_in, strict=True):
            count.add(seed, {one.finding.place.block for one in found if one.check.id == check}, right)

    def _clean(self, numbers: list[int]) -> None:
        seen = self._seen(numbers, [((number,), self.texts[number], False) for number in numbers])
        self.clean += 1
        self.holds += any(one.level is Level.HOLD for one in seen)
        self.flagged.update({one.check.id for one in seen})

    def _seen(self, numbers: list[int], pieces: list[tuple]) -> tuple:
        checks = [catalogue()[ident] for ident in CHECKS]
        return run(article(self.language, numbers, pieces, self.space), checks=checks, encoder=True).seen

    def data(self) -> dict[str, object]:
        """All that was measured."""
        return {
            "sentences": {name: count.data() for name, count in self.sentences.items()},
            "passages": {name: count.data() for name, count in self.passages.items()},
            "ms_an_article": round(1000 * self.spent / self.articles, 2),
            "clean_articles": self.clean,
            "clean_with_hold": self.holds,
            "clean_flagged": dict(self.flagged),
        }


def passage_of(numbers: list[int]) -> dict[int, int]:
    """The passage of each line: three to one, but a headline, which has no stop, stands alone."""
    found: dict[int, int] = {}
    passage, held = 0, 0
    for number in numbers:
        alone = not TERMINAL.search(ENGLISH[number])
        if held and (alone or held == PASSAGE):
            passage, held = passage + 1, 0
        found[number] = passage
        held = PASSAGE if alone else held + 1
    return found


def article(language: str, numbers: list[int], pieces: list[tuple], space: str) -> Dossier:
    """The passages with their source; what was joined across a border stands where it begins."""
    blocks = []
    of = passage_of(numbers)
    for passage in dict.fromkeys(of.values()):
        text = space.join(text for held, text, _ in pieces if of[held[0]] == passage)
        source = " ".join(ENGLISH[number] for number in numbers if of[number] == passage)
        blocks.append(Block(text, f"p{passage}", source=source))
    return Dossier(language=language, source_language="en", body=tuple(blocks))


def wrong_segment(language: str, texts: list[str], chosen: dict[str, list[int]]) -> dict[str, float]:
    """Recall at 2 % false alarms, and what the check makes of good and of swapped sentences, each a passage."""
    numbers = [number for part in chosen.values() for number in part]
    shuffled = numbers[1:] + numbers[:1]
    random.Random(7).shuffle(shuffled)
    pairs = [(one, other) for one, other in zip(numbers, shuffled, strict=True) if one != other]
    source = encoder.encode([ENGLISH[number] for number in numbers], "en")
    target = encoder.encode([texts[number] for number in numbers], language)
    at = {number: place for place, number in enumerate(numbers)}
    good = sorted(float(one @ other) for one, other in zip(source, target, strict=True))
    line = good[len(good) // 50]
    swapped = [float(source[at[one]] @ target[at[other]]) for one, other in pairs]
    check = [catalogue()["translation.wrong-segment"]]

    def levels(couples: list[tuple[int, int]]) -> tuple[float, float]:
        blocks = tuple(Block(texts[b], f"p{n}", source=ENGLISH[a]) for n, (a, b) in enumerate(couples))
        seen = run(Dossier(language=language, source_language="en", body=blocks), checks=check, encoder=True).seen
        holds = sum(one.level is Level.HOLD for one in seen)
        return round(holds / len(couples), 4), round(len(seen) / len(couples), 4)

    false_hold, false_any = levels([(number, number) for number in numbers[:400]])
    recall_hold, recall_any = levels(pairs[:400])
    return {
        "recall_at_2_%": round(sum(one < line for one in swapped) / len(swapped), 3),
        "check_recall_hold": recall_hold,
        "check_recall_any": recall_any,
        "check_false_hold": false_hold,
        "check_false_any": false_any,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", metavar="LANGUAGE", help=f"{', '.join(LANGUAGES)}, vi-half")
    asked = parser.parse_args()
    if not DATA.is_dir():
        raise SystemExit("bench/encoder.py needs the development data: set TINTUC_SHARED.")
    from tintuc.checks import Block, Dossier, Level, catalogue, run
    from tintuc.text import encoder
    from tintuc.text.alignment import Lengths, align
    from tintuc.text.head_learning import Pair, fit_head
    from tintuc.text.heads import save
    from tintuc.text.meaning import described
    from tintuc.text.sentences import TERMINAL

    if not encoder.available():
        raise SystemExit("bench/encoder.py needs the extra tintuc[encoder].")
    ENGLISH = lines("eng")
    every = documents()
    names = list(every)
    result: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as folder:
        encoder.use_heads(Path(folder))
        for kind, parts in (*dict.fromkeys(LANGUAGES, 5).items(), ("vi-half", 2)):
            language = kind.removesuffix("-half")
            if asked.only and kind not in asked.only:
                continue
            texts = lines(LANGUAGES[language])
            found, row = Found(language, texts), {}
            if encoder.is_own(language):
                found.try_on(every)
                row = {"wrong_segment": wrong_segment(language, texts, every)}
            else:
                row = {"learned_from_pairs": []}
                for part in range(parts):
                    chosen = {name: every[name] for name in names[part::parts]}
                    pairs = [
                        Pair(name, ENGLISH[number], texts[number])
                        for name in names
                        if name not in chosen
                        for number in every[name]
                    ]
                    save(fit_head(pairs, language), Path(folder) / f"{language}.npz")
                    row["learned_from_pairs"].append(len(pairs))
                    found.try_on(chosen)
                row["wrong_segment"] = wrong_segment(language, texts, chosen)  # of the last part
            result[f"en-{kind}"] = row | {"floor": encoder.floor("en", language)} | found.data()
            print(json.dumps({kind: result[f"en-{kind}"]}), file=sys.stderr)
    print(json.dumps(result, indent=1))
