"""Writes an archive of made-up articles, so many a day in each of five editions of one site.

    .venv/bin/python bench/archive_lines.py 10000 > archive.jsonl

Each story stands in one to five languages; words are drawn from a fixed vocabulary, so that two runs agree, and taken
from a long text of them, a piece at a random place for each paragraph: a million articles are written in minutes.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import sys
from collections.abc import Callable, Iterator

#: The editions of ``NETWORK``, in the order in which stories are translated into them.
LANGUAGES = ("vi", "en", "zh-Hans", "ja", "ko")
SECTIONS = ("world", "economy", "culture", "science", "sport")
#: Articles a day and edition: a million of them are ten years.
A_DAY = 55
#: Articles that are released at one moment: a story in its languages.
PARAGRAPHS = 8
#: Words of the text that paragraphs are pieces of.
LONG = 1_000_000
WORDS = [f"{a}{b}{c}" for a in ("ta", "mi", "ko", "lu", "ren", "sha") for b in ("no", "vi", "der", "lam") for c in ("", "s", "ta", "ri", "ng", "o")]  # fmt: skip
NETWORK = """\
[network]
name = "Bench"
desk_host = "desk.bench"

[[site]]
key = "bench"
masthead = "The Bench"
host = "www.bench"
""" + "".join(
    f'\n  [[site.edition]]\n  language = "{language}"\n  time_zone = "UTC"\n'
    + "".join(
        f'\n    [[site.edition.section]]\n    key = "{key}"\n    name = "{key}"\n    slug = "{key}"\n'
        for key in SECTIONS
    )
    for language in LANGUAGES
)


def lines(count: int, until: dt.datetime, paragraphs: int = PARAGRAPHS) -> Iterator[str]:
    """``count`` lines, oldest first, the last released just before ``until``, of so many paragraphs each."""
    words = _words(random.Random(5))
    stories = -(-count // len(LANGUAGES))
    apart = dt.timedelta(days=1) / A_DAY
    for number in range(stories):
        released = (until - apart * (stories - number)).isoformat(timespec="seconds")
        section = SECTIONS[number % len(SECTIONS)]
        for language in LANGUAGES[: max(count - number * len(LANGUAGES), 0)]:
            yield json.dumps(
                {
                    "story": f"s{number}",
                    "language": language,
                    "source_language": LANGUAGES[0],
                    "site": "bench",
                    "section": section,
                    "released": released,
                    "headline": words(7),
                    "standfirst": words(20) + ".",
                    "byline": [{"role": "reporter", "name": f"Reporter {number % 40}"}],
                    "body": [{"kind": "paragraph", "text": words(60) + "."} for _ in range(paragraphs)],
                }
            )


def _words(draw: random.Random) -> Callable[[int], str]:
    """So many words that follow each other somewhere in a long text."""
    text = draw.choices(WORDS, k=LONG)

    def some(number: int) -> str:
        begin = int(draw.random() * (LONG - number))
        return " ".join(text[begin : begin + number]).capitalize()

    return some


if __name__ == "__main__":
    for line in lines(int(sys.argv[1]), dt.datetime.now(dt.UTC).replace(microsecond=0)):
        print(line)
