"""An entry of a live story is a block like any other: translated, checked, searched and exchanged by its words."""

import pytest

from tintuc.integrity.dossiers import dossier_of
from tintuc.stories.changes import reworded
from tintuc.stories.passages import passages
from tintuc.syndication.full_text import full_text
from tintuc.translation.actions.translate_into import translate_into
from tintuc.translation.exchange import po
from tintuc.translation.exchange.sheet import sheet_of
from writing import paragraph

pytestmark = pytest.mark.django_db

ENTRY = {
    "type": "entry",
    "id": "e1",
    "value": {"at": "2026-11-23T09:00:00Z", "headline": "The start", "text": "<p>They are <b>off</b>.</p>"},
}


@pytest.fixture
def article(make_article):
    return make_article(
        body=[paragraph("p1", "Forty boats race round the island today, and we are on the pier."), ENTRY]
    )


def test_its_words_are_passages(article):
    """Headline and words are passages of their own, rich text as plain text."""
    found = {passage.key: passage.text for passage in passages(article.words())}
    assert found["e1.headline"] == "The start"
    assert found["e1.text"] == "They are off."


def test_to_the_checks_it_is_crosshead_and_paragraph(article):
    """No check needs to know of live stories."""
    kinds = {(block.id, block.part): block.kind for block in dossier_of(article).body}
    assert kinds["e1", "headline"] == "crosshead"
    assert kinds["e1", "text"] == "paragraph"


def test_a_translation_keeps_its_moment_and_no_word(article, people):
    """The moment is the same in every language; the words are the translator's."""
    made = translate_into(story=article.story, language="vi", by=people["translator"])
    block = next(block for block in made.newest().raw_body() if block["id"] == "e1")
    assert block["value"]["at"] == "2026-11-23T09:00:00Z"
    assert block["value"]["headline"] == ""
    assert block["value"]["text"] in {"", "<p></p>"}


def test_it_goes_out_to_agencies(article, people):
    """Both passages stand in an exchange file."""
    made = translate_into(story=article.story, language="vi", by=people["translator"])
    written = po.write(sheet_of(made)).decode()
    assert "The start" in written
    assert "They are" in written


def test_feeds_carry_it(article):
    """Readers of feeds get the entry with its moment, as their edition writes it."""
    content = article.public_content()
    shown = full_text(content, article.placements.get().edition, {})
    assert "23 November 2026, 09:00 (Greenwich Mean Time) · The start" in shown
    assert "They are <b>off</b>." in shown


def test_a_moment_is_the_same_however_it_was_read(article):
    """A date read from the database and one read from a form give the same digest."""
    before = article.newest()
    digest = before.digest()
    assert before.body[1].value["at"].year == 2026  # reading it makes a moment of the text
    assert before.digest() == digest
    assert before.raw_body()[1]["value"]["at"] == "2026-11-23T09:00:00Z"


def test_rewording_tells_blocks_apart():
    """What says something else counts; what is new, gone, moved or a correction's note does not."""
    note = {"type": "correction", "id": "k1", "value": {"kind": "correction", "on": None, "text": "It was two."}}
    before = {"headline": "A", "body": [paragraph("p1", "One."), paragraph("p2", "Two."), paragraph("p3", "Three.")]}
    after = {"headline": "B", "body": [paragraph("p2", "Two."), paragraph("p1", "One!"), paragraph("p4", "New."), note]}
    assert reworded(before, after) == ["headline", "p1"]
