"""Text in which ế is spelled as e and two marks is read as any other."""

import unicodedata
from dataclasses import replace

import pytest

from tintuc.checks import Block, Dossier, Link, Near, run
from tintuc.checks.composing import FIELDS, composed
from tintuc.checks.registry import catalogue


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def apart(dossier: Dossier) -> Dossier:
    """The dossier with all its letters taken apart."""
    body = [
        replace(one, text=nfd(one.text), speaker=nfd(one.speaker), source=one.source and nfd(one.source))
        for one in dossier.body
    ]
    fields = {name: nfd(getattr(dossier, name)) for name in FIELDS}
    sources = {name: nfd(text) for name, text in dossier.sources.items()}
    links = [
        replace(link, start=len(nfd(text[: link.start])), end=len(nfd(text[: link.end])))
        for link in dossier.links
        for text in [next((one.text for one in dossier.body if one.id == link.block), "")]
    ]
    return replace(dossier, body=tuple(body), sources=sources, links=tuple(links), **fields)


@pytest.mark.parametrize("check", catalogue().values(), ids=catalogue())
def test_what_checks_say_of_letters_in_parts(check):
    """A check says of letters in parts what it says of composed ones, and points at the same words."""
    for example in check.examples:
        whole, parts = example.dossier, apart(example.dossier)
        said, told = (run(one, checks=[check]).seen for one in (composed(whole).dossier, parts))
        assert [(one.finding.reason, one.finding.quote) for one in said] == [
            (one.finding.reason, nfc(one.finding.quote)) for one in told
        ]
        for one in told:
            if one.finding.place.field not in {"story", "page"}:
                assert parts.at(one.finding.place) == one.finding.quote


def test_places_go_both_ways():
    """A link, and words that another story has too, are shown at composed letters and found where they stand."""
    text = nfd("Bến phà mới, bến phà cũ.")
    at = text.index("cu")
    link = Link(nfd("cũ"), "pier.example", "a", at, at + 3)
    near = Near(0.9, "Bến phà", "story 1", block="a", start=0, end=at)
    dossier = Dossier(language="vi", body=(Block(text, "a"),), links=(link,), near=(near,))
    read = composed(dossier).dossier
    (block,), (shown,), (twin,) = read.body, read.links, read.near or ()
    assert (block.text[shown.start : shown.end], shown.anchor) == ("cũ", "cũ")
    assert block.text[twin.start : twin.end] == "Bến phà mới, bến phà "
    (found,) = run(dossier, checks=[catalogue()["duplicates.near"]]).seen
    assert found.finding.quote == text[:at]


def test_composed_letters_are_left_alone():
    """A dossier whose letters are composed is shown to checks as it is."""
    dossier = Dossier(language="vi", headline="Bến phà mới", body=(Block("Một chuyến đò.", "a"),))
    assert composed(dossier).dossier is dossier
