"""How long the memory takes to answer with a million units. Prints JSON.

    python bench/memory.py [--units N] [--asked N]

Units are made of words drawn with a fixed seed by Zipf's law: half English into Vietnamese, a quarter Chinese and a
quarter Vietnamese into English, 6 to 40 words (12 to 60 characters) each. Asked are passages of the memory with one
word in ten changed, and as many that stand in it word for word. The database is SQLite in a temporary folder, or what
TINTUC_DATABASE names (an empty database made for this). Times are wall milliseconds of a look-up in one process; beside
them stands the most processor time one took, which tells a look-up that works long from one that waits for the machine.
"""

from __future__ import annotations

import argparse
import bisect
import itertools
import json
import random
import resource
import statistics
import time

from fresh import fresh

PAIRS = [("en", "vi", 0.5), ("zh-Hans", "en", 0.25), ("vi", "en", 0.25)]
LETTERS = "abcdefghiklmnoprstuvwy"


class Writer:
    """Makes passages of a language out of words drawn by Zipf's law."""

    def __init__(self, language: str, chance: random.Random) -> None:
        self.chance, self.language = chance, language
        if language == "zh-Hans":
            self.words = [chr(0x4E00 + n) for n in chance.sample(range(6000), 4000)]
            self.join, self.sizes = "", (12, 60)
        else:
            # Vietnamese has some six thousand syllables; English news some sixty thousand words.
            size = 6000 if language == "vi" else 60_000
            self.words = ["".join(chance.choices(LETTERS, k=chance.randint(2, 9))) for _ in range(size)]
            self.join, self.sizes = " ", (6, 40)
        self.sums = list(itertools.accumulate(1 / (rank + 2) for rank in range(len(self.words))))

    def word(self) -> str:
        """One word, the first ones most often."""
        return self.words[bisect.bisect(self.sums, self.chance.random() * self.sums[-1])]

    def passage(self) -> str:
        """One passage."""
        return self.join.join(self.word() for _ in range(self.chance.randint(*self.sizes)))

    def changed(self, passage: str) -> str:
        """The passage with one word in ten another."""
        words = list(passage) if not self.join else passage.split()
        for at in self.chance.sample(range(len(words)), max(1, len(words) // 10)):
            words[at] = self.word()
        return self.join.join(words)


def fill(units: int, writers: dict[str, Writer]) -> float:
    """Write the units and their index; return seconds."""
    from django.utils import timezone

    from tintuc.translation.memory_index import Writer as Index
    from tintuc.translation.memory_index import digest
    from tintuc.translation.models import MemoryUnit

    begun, now, index = time.perf_counter(), timezone.now(), Index()
    for source_language, language, share in PAIRS:
        left = int(units * share)
        while left > 0:
            some = []
            for _ in range(min(left, 5000)):
                source, target = writers[source_language].passage(), writers[language].passage()
                some.append(MemoryUnit(
                    source_language=source_language, language=language, source=source, target=target, at=now,
                    source_digest=digest(source), target_digest=digest(target), origin="file", open=True,
                ))  # fmt: skip
            MemoryUnit.objects.bulk_create(some, batch_size=500)
            for unit in some:
                index.add(unit.pk, unit.source, source_language, language)
            left -= len(some)
    index.close()
    return time.perf_counter() - begun


def ask(asked: int, writers: dict[str, Writer], chance: random.Random) -> dict[str, object]:
    """Look passages up, and say how long it took and how many were found again."""
    from django.db.models import Max, Min

    from tintuc.translation.memory import look_up
    from tintuc.translation.models import MemoryUnit

    answers: dict[str, object] = {}
    # The first look-up of a process opens the connection and loads the code; it is not of the memory's size.
    look_up(writers["en"].passage(), source_language="en", language="vi", by=None)
    for source_language, language, _ in PAIRS:
        rows = MemoryUnit.objects.filter(source_language=source_language)
        ends = rows.aggregate(Min("pk"), Max("pk"))
        keys = [chance.randint(ends["pk__min"], ends["pk__max"]) for _ in range(asked)]
        sources = dict(rows.filter(pk__in=keys).values_list("pk", "source"))
        for kind in ("fuzzy", "exact", "nothing like it"):
            times, worked, found = [], [], 0
            for source in sources.values():
                writer = writers[source_language]
                text = {"fuzzy": writer.changed(source), "exact": source}.get(kind) or writer.passage()
                begun, work = time.perf_counter(), time.process_time()
                got = look_up(text, source_language=source_language, language=language, by=None)
                times.append((time.perf_counter() - begun) * 1000)
                worked.append((time.process_time() - work) * 1000)
                found += any(one.source == source for one in got)
            cuts = statistics.quantiles(times, n=100)
            answers[f"{source_language}>{language} {kind}"] = {
                "median_ms": round(cuts[49], 1), "p95_ms": round(cuts[94], 1), "worst_ms": round(max(times), 1),
                "worst_cpu_ms": round(max(worked), 1),
                **({} if kind == "nothing like it" else {"found": f"{found} of {len(times)}"}),
            }  # fmt: skip
    return answers


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--units", type=int, default=1_000_000)
    parser.add_argument("--asked", type=int, default=200)
    arguments = parser.parse_args()
    with fresh() as folder:
        from django.db import connection

        from tintuc.translation.models import MemoryUnit, Posting

        chance = random.Random(7)
        writers = {language: Writer(language, chance) for language in ("en", "vi", "zh-Hans")}
        seconds = fill(arguments.units, writers)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        file = folder / "tintuc.sqlite3"
        print(json.dumps({
            "database": connection.vendor,
            "units": MemoryUnit.objects.count(),
            "rows_of_the_index": Posting.objects.count(),
            "filled_s": round(seconds, 1),
            "file_mb": round(file.stat().st_size / 1e6) if file.exists() else None,
            "look_up": ask(arguments.asked, writers, chance),
            "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }, indent=1, default=str))  # fmt: skip


if __name__ == "__main__":
    main()
