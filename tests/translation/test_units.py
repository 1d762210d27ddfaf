"""A story crosses languages block by block."""

import pytest

from tintuc.network.permissions import NotAllowed
from tintuc.stories.models import Article, Licence
from tintuc.translation.actions.confirm import confirm
from tintuc.translation.actions.translate_into import translate_into
from tintuc.translation.actions.vouch import vouch
from tintuc.translation.errors import TranslationRefused
from tintuc.translation.queries import units

pytestmark = pytest.mark.django_db

BODY = [
    {"type": "paragraph", "id": "p1", "value": "<p>The pier <b>opened</b> on Monday.</p>"},
    {"type": "turn", "id": "t1", "value": {"role": "answer", "speaker": "Lan Vu", "text": "<p>We waited long.</p>"}},
    {"type": "picture", "id": "f1", "value": {"image": None, "alt": "A pier", "caption": "Old", "credit": "A. Le"}},
    {"type": "table", "id": "b1", "value": {"caption": "Times", "cells": "Line | Minutes\nIsland | 12"}},
    {"type": "list", "id": "l1", "value": [{"type": "item", "id": "l1a", "value": "Bring a coat."}]},
]


@pytest.fixture
def pair(make_article, people):
    """A source article and its fresh Vietnamese translation."""
    source = make_article(body=BODY)
    return source, translate_into(story=source.story, language="vi", by=people["translator"])


def states(article: Article) -> dict[str, str]:
    latest = article.newest()
    return {unit.key: unit.state for unit in units(latest)}


def fill(article: Article, **words: str) -> None:
    """Write words into passages of the body by block id, and save a version."""
    article = article.newest()
    body = article.raw_body()
    for block in body:
        if block["id"] in words:
            block["value"] = f"<p>{words[block['id']]}</p>"
    article.body = body
    article.save_revision()


def test_translation_has_the_blocks_and_none_of_the_words(pair):
    """A new translation has the source's block ids, kinds and pictures, and not one of its words."""
    source, target = pair
    assert [block["id"] for block in target.raw_body()] == [block["id"] for block in source.raw_body()]
    assert not any(passage.text for passage in target.passages())
    assert target.raw_body()[1]["value"]["role"] == "answer"
    assert set(states(target).values()) == {"untranslated"}
    assert {"p1", "t1.text", "t1.speaker", "f1.alt", "f1.caption", "f1.credit", "b1.cells", "l1.0"} <= set(
        states(target)
    )


def test_source_edit_makes_its_passage_stale_at_once(pair, people):
    """Changing a source paragraph makes that passage of the translation stale, and no other, without any job."""
    source, target = pair
    fill(target, p1="Bến tàu mở cửa hôm thứ Hai.")
    assert states(target)["p1"] == "translated"
    fill(source, p1="The pier did not open on Monday.")
    assert states(target)["p1"] == "stale"
    latest = target.newest()
    stale = next(unit for unit in units(latest) if unit.key == "p1")
    assert stale.earlier_source == "The pier opened on Monday."
    confirm(article=target, key="p1", by=people["translator"])
    assert states(target)["p1"] == "translated"


def test_rewriting_a_stale_passage_makes_it_fresh(pair):
    """A stale passage that is translated anew counts as translated."""
    source, target = pair
    fill(target, p1="Bến tàu mở cửa hôm thứ Hai.")
    fill(source, p1="The pier closed on Monday.")
    fill(target, p1="Bến tàu đóng cửa hôm thứ Hai.")
    assert states(target)["p1"] == "translated"


def test_refusals(pair, people, make_article):
    """A second article in a language, an unknown language, a licence against it and a stranger are refused."""
    source, _ = pair
    with pytest.raises(TranslationRefused):
        translate_into(story=source.story, language="vi", by=people["translator"])
    with pytest.raises(TranslationRefused):
        translate_into(story=source.story, language="xx", by=people["translator"])
    with pytest.raises(NotAllowed):
        translate_into(story=source.story, language="ja", by=people["stranger"])
    source.story.licence = Licence.objects.create(code="nd", name="No derivatives", may_translate=False)
    source.story.save()
    with pytest.raises(TranslationRefused):
        translate_into(story=source.story, language="ja", by=people["translator"])


def test_vouching_ends_with_the_next_word(pair, people):
    """A person vouches for exactly the words there are; one more word, and nobody vouches."""
    _, target = pair
    fill(target, p1="Bến tàu mở cửa.")
    vouch(article=target, by=people["translator"])
    assert target.newest().vouched
    fill(target, p1="Bến tàu mở cửa hôm nay.")
    assert not target.newest().vouched
