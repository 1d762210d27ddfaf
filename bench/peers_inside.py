"""What translate-toolkit's pofilter and Weblate say of segments. Run by ``peers.py`` with another interpreter.

Reads ``{"jobs": [[source language, target language, [[source, target], …]], …]}`` from standard input and writes, for
each peer, its version and the names of the checks that failed for each segment. Nothing of the product is imported.
"""

from __future__ import annotations

import json
import sys
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any
from unittest.mock import MagicMock

#: Checks of a whole project, which need more than one segment, and Weblate's that need its database.
LEFT_OUT = {"inconsistent", "reused", "translated", "check_glossary", "max-size"}


def main() -> None:
    """Answer the jobs."""
    jobs = json.load(sys.stdin)["jobs"]
    answers: dict[str, Any] = {}
    for name, package, judge in (("pofilter", "translate-toolkit", pofilter), ("weblate", "weblate", weblate)):
        try:
            answers[name] = {"version": version(package), "failed": [judge(*job) for job in jobs]}
        except (ImportError, PackageNotFoundError) as error:
            answers[name] = {"missing": f"{package}: {error}"}
    json.dump(answers, sys.stdout)


def pofilter(source_language: str, target_language: str, segments: list[list[str]]) -> list[list[str]]:
    """The standard checker, with the right languages on both sides."""
    from translate.filters import checks
    from translate.lang import factory
    from translate.storage.base import TranslationUnit

    config = checks.CheckerConfig(targetlanguage=plain(target_language))
    config.sourcelang = factory.getlanguage(plain(source_language))
    checker = checks.StandardChecker(checkerconfig=config)
    found = []
    for source, target in segments:
        unit = TranslationUnit(source)
        unit.target = target
        found.append(sorted(checker.run_filters(unit)))
    return found


def weblate(source_language: str, target_language: str, segments: list[list[str]]) -> list[list[str]]:
    """Its checks of a target, as its own tests call them: on an object that is like a unit."""
    set_up()
    from weblate.checks.models import CHECKS
    from weblate.checks.tests.test_checks import MockLanguage, MockUnit

    chosen = [check for name, check in CHECKS.target.items() if name not in LEFT_OUT and not check.default_disabled]
    source_mock, found = MockLanguage(plain(source_language)), []
    for source, target in segments:
        unit = MockUnit(code=plain(target_language), source=source, target=target)
        unit.translation.component.source_language = source_mock
        unit.translation.component.is_glossary = False
        found.append(sorted(check.check_id for check in chosen if check.check_target([source], [target], unit)))
    return found


#: What Weblate imports to draw text (``max-size`` alone) and to read subtitles.
UNNEEDED = ("gi", "gi.repository", "cairo", "tesserocr", "aeidon", "aeidon.encodings", "aeidon.files", "aeidon.util")


@cache
def set_up() -> None:
    """Its own example settings, with no server behind them."""
    import django
    from django.conf import settings

    for unneeded in UNNEEDED:
        sys.modules.setdefault(unneeded, MagicMock())
    example = import_module("weblate.settings_example")
    options = {name: getattr(example, name) for name in dir(example) if name.isupper()}
    options["DATABASES"] = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
    options["CACHES"] = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.configure(**options)
    django.setup()


def plain(language: str) -> str:
    """The tag as both write it."""
    return {"zh-Hans": "zh_CN", "zh-Hant": "zh_TW"}.get(language, language)


if __name__ == "__main__":
    main()
