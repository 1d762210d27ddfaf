"""Pages as axe and Lighthouse judge them."""

from __future__ import annotations

import json
import os

import pytest

from browser.conftest import TOOLS, run, tool
from browser.rounds import VIEWS
from browser.site import KINDS
from browsing import need

#: The first test waits for the small site to be baked, and for each page to be visited.
pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.timeout(600)]


def test_accessible(rounds):
    """Axe finds nothing against WCAG 2.2 AA on any kind of page, by turns in each language, in both themes and widths."""
    judged = {key: seen for key, seen in rounds.items() if seen.passes}
    assert {kind for _, kind in judged} >= set(KINDS)
    assert ("ar", "article") in judged
    for seen in judged.values():
        assert len(seen.passes) == len(VIEWS)
        assert min(seen.passes[0], seen.passes[-1]) > 15, seen.url
        assert min(seen.passes) > 0, seen.url
    assert [(seen.url, *found) for seen in judged.values() for found in seen.violations] == []


def judged(urls):
    answer = run(need("node"), TOOLS / "judge.mjs", *urls, env=os.environ | {"CHROME_PATH": need("chromium")})
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def test_lighthouse(shown):
    """Article, front, section and search have at least 99 in all of Lighthouse's categories, as a phone sees them."""
    tool("lighthouse", "package.json")
    urls = [shown.url(shown.pages["vi"][kind]) for kind in ("article", "front", "section", "search")]
    found = judged(urls)  # one after the other: speed is judged, too, and two browsers would slow each other
    assert [one["url"] for one in found] == urls
    for one in found:
        assert len(one["scores"]) == 4
        assert min(one["scores"].values()) >= 99, one
