"""Pages as Lighthouse judges them, after all else that looks at them."""

from __future__ import annotations

import json
import os

import pytest

from browser.conftest import TOOLS, run, tool
from browsing import need

#: Alone it may be the first, and wait for the small site to be baked.
pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.alone, pytest.mark.timeout(600)]


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
