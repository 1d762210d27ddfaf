"""Pages as axe judges them."""

from __future__ import annotations

import pytest

from browser.rounds import VIEWS
from browser.site import KINDS

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
