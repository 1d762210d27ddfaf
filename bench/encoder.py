"""What the checks that need the sentence encoder find in translations that were spoilt on purpose. Prints JSON.

The documents of ``ntrex`` in the folder TINTUC_SHARED names. Of the sentences of each, with a fixed seed, 6 % are
deleted from the translation, 8 % joined with the next, and after 3 % a sentence of another document is put in. Once the
sentences are aligned as they are (``sentences``); once they stand in passages of three, and the checks have to find
their borders by themselves (``passages``, counted by passage).
``wrong_segment`` compares each sentence with the translation of another.

English to Vietnamese uses a head learned from one half of the documents and is tried on the other half.
"""

from __future__ import annotations

import json
import os
import random
import tempfile
import time
from collections import Counter
from pathlib import Path

DATA = Path(os.environ.get("TINTUC_SHARED", Path(__file__).parents[2] / "shared")) / "data" / "ntrex"
LANGUAGES = {"zh-Hans": "zho-CN", "ja": "jpn", "ko": "kor", "vi": "vie"}
SPACELESS = {"zh-Hans", "ja"}
SEEDS = range(5)
CHECKS = ("translation.dropped-sentence", "translation.added-sentence")
DELETED, JOINED, FOREIGN = 0.06, 0.08, 0.03
PASSAGE = 3


class Count:
    """Precision and recall of something that was put in."""

    def __init__(self) -> None:
        self.found = self.right = self.put_in = 0

    def add(self, found: set[object], put_in: set[object]) -> None:
        self.found += len(found)
        self.right += len(found & put_in)
        self.put_in += len(put_in)

    def data(self) -> dict[str, float]:
        return {
            "precision": round(self.right / max(self.found, 1), 3),
            "recall": round(self.right / max(self.put_in, 1), 3),
            "put_in": self.put_in,
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


def by_sentences(language: str, texts: list[str], chosen: dict[str, list[int]]) -> dict[str, object]:
    """The alignment alone, sentences given."""
    dropped, added, spent, articles = Count(), Count(), 0.0, 0
    usual = Lengths.of([(len(source), len(text)) for source, text in zip(ENGLISH, texts, strict=True)])
    for seed in SEEDS:
        chance = random.Random(seed)
        for numbers in chosen.values():
            pieces, deleted = spoilt(numbers, texts, "" if language in SPACELESS else " ", chance)
            if not pieces:
                continue
            source, target = [ENGLISH[number] for number in numbers], [text for _, text, _ in pieces]
            vectors = encoder.described(source, "en"), encoder.described(target, language)
            begun = time.process_time()
            beads = align([*map(len, source)], [*map(len, target)], usual, vectors, encoder.skip("en", language))
            spent += time.process_time() - begun
            articles += 1
            dropped.add({numbers[at] for bead in beads if not bead.target for at in bead.source}, set(deleted))
            added.add(
                {at for bead in beads if not bead.source for at in bead.target},
                {at for at, (_, _, foreign) in enumerate(pieces) if foreign},
            )
    return {"dropped": dropped.data(), "added": added.data(), "ms_an_article": round(1000 * spent / articles, 2)}


def by_passages(language: str, texts: list[str], chosen: dict[str, list[int]]) -> dict[str, object]:
    """The checks, on passages of three lines: a passage is right if it is named and lacks a line, or holds another."""
    dropped, added, holds, clean, flagged = Count(), Count(), 0, 0, Counter[str]()
    checks = [catalogue()[ident] for ident in CHECKS]
    space = "" if language in SPACELESS else " "
    for seed in SEEDS:
        chance = random.Random(seed)
        for numbers in chosen.values():
            pieces, deleted = spoilt(numbers, texts, space, chance)
            block_of = passage_of(numbers)
            found = run(article(language, numbers, pieces, space), checks=checks, encoder=True).seen
            kept = {block_of[held[0]] for held, _, _ in pieces}
            dropped.add(
                {seen.finding.place.block for seen in found if seen.check.id == CHECKS[0]},
                {f"p{block_of[number]}" for number in deleted if block_of[number] in kept},
            )
            added.add(
                {seen.finding.place.block for seen in found if seen.check.id == CHECKS[1]},
                {f"p{block_of[held[-1]]}" for held, _, foreign in pieces if foreign},
            )
    for numbers in chosen.values():
        whole = [((number,), texts[number], False) for number in numbers]
        seen = run(article(language, numbers, whole, space), checks=checks, encoder=True).seen
        clean += 1
        holds += any(one.level is Level.HOLD for one in seen)
        flagged.update({one.check.id for one in seen})
    return {
        "dropped": dropped.data(),
        "added": added.data(),
        "clean_articles": clean,
        "clean_with_hold": holds,
        "clean_flagged": dict(flagged),
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
    if not DATA.is_dir():
        raise SystemExit("bench/encoder.py needs the development data: set TINTUC_SHARED.")
    from tintuc.checks import Block, Dossier, Level, catalogue, run
    from tintuc.text import encoder
    from tintuc.text.alignment import Lengths, align
    from tintuc.text.sentences import TERMINAL

    if not encoder.available():
        raise SystemExit("bench/encoder.py needs the extra tintuc[encoder].")
    ENGLISH = lines("eng")
    every = documents()
    names = list(every)
    result: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as folder:
        encoder.use_heads(Path(folder))
        for language, name in LANGUAGES.items():
            texts, chosen = lines(name), every
            row: dict[str, object] = {}
            if not encoder.knows(language):
                chosen = {document: every[document] for document in names[1::2]}
                pairs = [
                    encoder.Pair(document, ENGLISH[number], texts[number])
                    for document in names[::2]
                    for number in every[document]
                ]
                encoder.save(encoder.fit_head(pairs, language), Path(folder) / f"{language}.npz")
                row["learned_from_pairs"] = len(pairs)
            row |= {"skip": encoder.skip("en", language), "floor": encoder.floor("en", language)}
            row["sentences"] = by_sentences(language, texts, chosen)
            row["passages"] = by_passages(language, texts, chosen)
            row["wrong_segment"] = wrong_segment(language, texts, chosen)
            result[f"en-{language}"] = row
    print(json.dumps(result, indent=1))
