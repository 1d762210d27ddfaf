"""What 50,000 terms and 20,000 names cost an article, and how often known names make a false alarm. Prints JSON.

Terms and names are made of words drawn with a fixed seed; the article has 1,000 words, each tenth of them in a term.
False alarms: every name that stands twice in the clean news of ``news-pages`` (the folder TINTUC_SHARED names) is entered
as the house's form, and each page is asked for other forms. Times are CPU milliseconds of one process, SQLite.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

HERE = Path(__file__).parents[1]
sys.path.insert(0, str(HERE / "bench"))
TERMS, NAMES = 50_000, 20_000


def measured(act: Callable[[], Any], times: int = 20) -> dict[str, float]:
    """Median and worst of an act."""
    found = []
    for _ in range(times):
        begun = time.process_time()
        act()
        found.append((time.process_time() - begun) * 1000)
    return {"median_ms": round(statistics.median(found), 1), "worst_ms": round(max(found), 1)}


def cost() -> dict[str, object]:
    """Fill the termbase and the names, and look an article up in them."""
    from tintuc.names.models import Name, NameForm, NameKey
    from tintuc.names.queries import keys_of, occurring
    from tintuc.translation.actions.take_terms import take_terms
    from tintuc.translation.termbase import occurring as terms_in

    chance = random.Random(7)
    words = ["".join(chance.choices("abcdefghiklmnoprstuvwy", k=chance.randint(3, 9))) for _ in range(20_000)]
    terms = [" ".join(chance.choices(words, k=chance.choice([1, 2, 2, 3, 3]))) for _ in range(TERMS)]
    table = "concept,language,term\n" + "".join(f"c{n},en,{term}\nc{n},vi,t{term}\n" for n, term in enumerate(terms))
    begun = time.process_time()
    taken = take_terms(raw=table.encode(), by=None)
    filled = time.process_time() - begun
    people = [f"{chance.choice(words).title()} {chance.choice(words[:2000]).title()}" for _ in range(NAMES)]
    names = Name.objects.bulk_create(Name() for _ in people)
    forms = NameForm.objects.bulk_create(
        [NameForm(name=name, language="en", text=text) for name, text in zip(names, people, strict=True)]
    )
    NameKey.objects.bulk_create(
        [NameKey(form=form, key=key, language="en") for form in forms for key in keys_of(form.text)]
    )
    # A tenth of the article's 1,000 words stand in terms; of the others most are words that no term has.
    plain = [f"{word}ing" for word in words[:6000]] + words[:2000]
    text = " ".join(chance.choice(terms if chance.random() < 0.05 else plain) for _ in range(950))
    told = f"{text} {'. '.join(people[:20])}"
    return {
        "terms": taken.terms,
        "taken_in_s": round(filled, 1),
        "names": len(people),
        "terms_of_an_article": measured(lambda: terms_in([text], ["t" + text], "en", "vi", None)),
        "terms_found": len(terms_in([text], [], "en", "vi", None)),
        "names_of_an_article": measured(lambda: occurring([told], "en")),
    }


def alarms() -> dict[str, object]:
    """How often the house's own names are called something else on clean pages."""
    from checks import pages
    from tintuc.checks import Name, catalogue, run
    from tintuc.names.keys import keys_in, keys_of
    from tintuc.text.names import likely

    counts: dict[str, Counter[str]] = defaultdict(Counter)
    found = pages()
    for page in found:
        for one in page.runs:
            counts[page.language].update(form for form, _, _ in likely(one.text, page.language))
    hit, quotes = 0, []
    for page in found:
        keys = set().union(*(keys_in(one.text) for one in page.runs))
        known = [form for form, times in counts[page.language].items() if times > 1]
        near = [form for form in known if len(keys_of(form) & keys) >= max(1, len(keys_of(form)) - 1)]
        dossier = replace(page, names=tuple(map(Name, near)), known_names=frozenset(near))
        seen = run(dossier, checks=[catalogue()["names.house-form"]]).seen
        hit += bool(seen)
        quotes += [f"{one.finding.reason}: {one.finding.quote} / {one.finding.values['form']}" for one in seen]
    known = sum(times > 1 for some in counts.values() for times in some.values())
    return {"pages": len(found), "names_known": known, "pages_asked_about": hit, "examples": quotes[:30]}


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="tintuc-bench-") as folder:
        from tintuc.config import newsroom

        newsroom.make(Path(folder), say=lambda _: None)
        print(json.dumps(cost() | {"clean_news": alarms()}, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
