"""How the memory finds units that are like a text: an index of grams, the same for every database.

A gram is a word, in languages of syllables a pair of them, in scripts without spaces a pair of characters. Each gram
has rows of packed primary keys. A text asks for its rarest grams first and stops when it has read so many keys as
answer quickly: units that are much alike share most of their grams, and so some of the rare ones.
"""

from __future__ import annotations

import hashlib
import math
import sys
from array import array
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from django.db import connection, transaction
from django.db.models import Count, Sum

from tintuc.text.languages import facts
from tintuc.text.normal import normal as composed
from tintuc.text.terms import tokens
from tintuc.translation.models import Posting

#: Grams of a text that count, those with the smallest hashes: the same ones for texts that share them.
MOST_GRAMS = 64
#: Keys read for one text, and candidates compared with it letter by letter. Measured with bench/memory.py.
MOST_KEYS, MOST_CANDIDATES = 20_000, 150
#: Keys kept in memory before they are written, when many units come at once.
A_BATCH = 1_500_000
#: Rows of one gram from which they are packed into one, and grams packed in one turn.
MANY_ROWS, A_TURN = 16, 2000
#: Of them those that are packed in one transaction.
AT_ONCE = 50
POSITIVE = 0x7FFF_FFFF_FFFF_FFFF


def normal(text: str) -> str:
    """A text as it is compared: composed characters, single spaces."""
    return " ".join(composed("NFC", text).split())


def digest(text: str) -> int:
    """A hash of a text as it is compared, 63 bits; 0 for no text."""
    clean = normal(text)
    return _hash(clean) or 1 if clean else 0


def _hash(text: str) -> int:
    raw = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(raw, "little") & POSITIVE


@lru_cache(500_000)
def _gram(pair: str, gram: str) -> int:
    return _hash(f"{pair}:{gram}")


def grams(text: str, source_language: str, language: str) -> list[int]:
    """What a text is found by, within one pair of languages."""
    row = facts(source_language)
    pair = f"{source_language}>{language}"
    found = tokens(text)
    if not found:
        return []
    keys = {one.key + two.key for one, two in pairwise(found) if one.dense and two.dense and one.end == two.start}
    loose = [one for one in found if not one.dense]
    if row and row.syllables and len(loose) > 1:
        keys |= {f"{one.key} {two.key}" for one, two in pairwise(loose)}
    else:
        keys |= {one.key for one in loose}
    keys = keys or {one.key for one in found}
    return sorted(_gram(pair, key) for key in keys)[:MOST_GRAMS]


class Writer:
    """Collects which units hold which gram, and writes it in batches; ``close`` writes the rest."""

    def __init__(self) -> None:
        self.rows: dict[int, array[int]] = defaultdict(lambda: array("I"))
        self.size = 0

    def add(self, unit: int, text: str, source_language: str, language: str) -> None:
        """Note a unit."""
        for gram in grams(text, source_language, language):
            self.rows[gram].append(unit)
            self.size += 1
        if self.size >= A_BATCH:
            self.close()

    def close(self) -> None:
        """Write what was collected."""
        rows = [(gram, len(units), _packed(units)) for gram, units in sorted(self.rows.items())]
        sql = "INSERT INTO translation_posting (gram, size, units) VALUES (%s, %s, %s)"
        with transaction.atomic(), connection.cursor() as cursor:
            for start in range(0, len(rows), 10_000):
                cursor.executemany(sql, rows[start : start + 10_000])
        self.rows.clear()
        self.size = 0


def candidates(text: str, source_language: str, language: str) -> list[int]:
    """Primary keys of the units that share most with a text, best first."""
    wanted = grams(text, source_language, language)
    if not wanted:
        return []
    sizes = dict(Posting.objects.filter(gram__in=wanted).order_by().values_list("gram").annotate(Sum("size")))
    chosen, read = [], 0
    for gram in sorted(sizes, key=sizes.__getitem__):
        if chosen and read + sizes[gram] > MOST_KEYS:
            break
        chosen.append(gram)
        read += sizes[gram]
    score: dict[int, float] = {}
    left = MOST_KEYS
    for gram, packed in Posting.objects.filter(gram__in=chosen).order_by("-pk").values_list("gram", "units"):
        units = _unpacked(packed)[-max(left, 0) :] if left < len(packed) // 4 else _unpacked(packed)
        left -= len(units)
        weight = math.log2(1 + 1_000_000 / sizes[gram])
        for unit in units:
            score[unit] = score.get(unit, 0.0) + weight
        if left <= 0:
            break
    return sorted(score, key=score.__getitem__, reverse=True)[:MOST_CANDIDATES]


def _packed(units: array[int]) -> bytes:
    if sys.byteorder == "big":
        units = units[:]
        units.byteswap()
    return units.tobytes()


def _unpacked(packed: bytes | memoryview) -> array[int]:
    units = array("I")
    units.frombytes(bytes(packed))
    if sys.byteorder == "big":
        units.byteswap()
    return units


def pack() -> int:
    """Join the many short rows of often used grams; return how many grams were joined."""
    many = Posting.objects.order_by().values("gram").annotate(rows=Count("pk")).filter(rows__gte=MANY_ROWS)
    todo = [row["gram"] for row in many[:A_TURN]]
    for start in range(0, len(todo), AT_ONCE):
        _join(todo[start : start + AT_ONCE])
    return len(todo)


@transaction.atomic
def _join(grams: list[int]) -> None:
    """Make one row of all that each gram has."""
    units: dict[int, set[int]] = defaultdict(set)
    rows = list(Posting.objects.select_for_update().filter(gram__in=grams).order_by("pk"))
    for row in rows:
        units[row.gram].update(_unpacked(row.units))
    pks = [row.pk for row in rows]
    for start in range(0, len(pks), 500):
        Posting.objects.filter(pk__in=pks[start : start + 500]).delete()
    packed = ((gram, array("I", sorted(have))) for gram, have in units.items())
    Posting.objects.bulk_create(Posting(gram=gram, size=len(have), units=_packed(have)) for gram, have in packed)


def rebuild(units: Iterable[tuple[int, str, str, str]]) -> None:
    """Write the index anew from (key, source, source language, language) of every unit."""
    with transaction.atomic():
        Posting.objects.all().delete()
        writer = Writer()
        for unit, source, source_language, language in units:
            writer.add(unit, source, source_language, language)
        writer.close()
