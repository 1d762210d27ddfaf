"""Who is who: what the house calls people, and who is proposed."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tintuc.integrity.dossiers import dossier_of
from tintuc.integrity.queries import inspect
from tintuc.names.actions.decide import accept, ignore
from tintuc.names.actions.propose import propose
from tintuc.names.models import Name, NameForm, Proposal
from tintuc.names.queries import known_forms, occurring, suggest
from tintuc.translation.actions.translate_into import translate_into
from writing import paragraph

pytestmark = pytest.mark.django_db


@pytest.fixture
def enter():
    """Makes a record of a name; a form may be a text, or a text with forms the house does not use."""

    def make(kind: str = "person", **forms: str | tuple[str, str]) -> Name:
        name = Name.objects.create(kind=kind)
        for language, form in forms.items():
            text, others = form if isinstance(form, tuple) else (form, "")
            NameForm.objects.create(name=name, language=language.replace("_", "-"), text=text, others=others)
        return name

    return make


def standing(text: str, language: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(known.form, known.others) for known in occurring([text], language)]


def test_names_that_may_stand_in_a_text_are_found(enter):
    """A name is found by its form, by one the house does not use, by a near spelling, and by other languages' forms."""
    enter(en="Maki Orita", vi="Orita Maki", ja="織田真紀")
    enter(zh_Hans=("特朗普", "川普\n懂王"), en="Donald Trump")
    enter(en="Brenda Marlowe")
    assert standing("Maki Orita left.", "en") == [("Maki Orita", ("Orita Maki",))]
    assert standing("Maki Olita left.", "en") == [("Maki Orita", ("Orita Maki",))]
    assert standing("Bà Maki Orita nói.", "vi") == [("Orita Maki", ("Maki Orita",))]
    assert standing("川普来了。", "zh-Hans") == [("特朗普", ("川普", "懂王"))]
    assert standing("織田真紀が来た。", "ja") == [("織田真紀", ())]
    assert standing("The marlowe and the orita.", "en") == []
    assert standing("Maki Orita left.", "de") == []


def test_suggestions_for_a_translator(enter):
    """Whoever translates is told what the house calls those in the source, and where a form is missing."""
    enter(en="Maki Orita", vi="Orita Maki")
    enter(kind="place", en="New Harbour")
    found = suggest(["Maki Orita reached New Harbour."], "en", "vi")
    assert {(one.source, one.form, one.kind) for one in found} == {
        ("Maki Orita", "Orita Maki", "person"),
        ("New Harbour", "", "place"),
    }


def test_the_desk_asks_for_the_houses_form(enter, make_article):
    """An article that turns a known name round, or spells it otherwise, gets a query with the house's form."""
    enter(en="Keiko Kobayashi")
    article = make_article(
        body=[
            paragraph("p1", "The new pier was opened by Kobayashi Keiko on Monday."),
            paragraph("p2", "Then Keiko Kobayachi left."),
        ]
    )
    found = {
        (one.reason, one.quote, one.replacement) for one in inspect(article).findings if one.check == "names.house-form"
    }
    assert found == {
        ("turned-round", "Kobayashi Keiko", "Keiko Kobayashi"),
        ("spelling", "Keiko Kobayachi", "Keiko Kobayashi"),
    }


def test_people_the_house_knows_are_different_people(enter, make_article):
    """Two people of one family name, both known, are no slip of the pen."""
    body = [
        {
            "type": "turn",
            "id": "t1",
            "value": {"role": "answer", "speaker": "Maki Orita", "text": "<p>We waited for the pier.</p>"},
        }
    ]
    article = make_article(headline="Asaki Orita on the new pier", body=body)
    assert "names.variants" in {one.check for one in inspect(article).findings}
    enter(en="Asaki Orita")
    enter(en="Maki Orita")
    assert "names.variants" not in {one.check for one in inspect(article).findings}


def test_unknown_names_are_proposed_once(enter, make_article, people):
    """When a story begins to cross languages its unknown names are proposed, with the words around them, and never again."""
    enter(en="Maki Orita")
    source = make_article(body=[paragraph("p1", "Maki Orita met Brenda Marlowe and Alan Reed on the new pier.")])
    translate_into(story=source.story, language="vi", by=people["translator"])
    assert set(Proposal.objects.values_list("text", flat=True)) == {"Brenda Marlowe", "Alan Reed"}
    one = Proposal.objects.get(text="Alan Reed")
    assert (one.article, one.site, "met Brenda Marlowe" in one.context) == (source.pk, source.story.site_id, True)
    ignore(proposal=one, by=people["editor"])
    assert propose(texts=["Alan Reed met Brenda Marlowe."], language="en") == 0
    assert Proposal.objects.get(text="Alan Reed").state == "ignored"


def test_accepting_makes_a_record_or_adds_a_form(people, enter):
    """An accepted name is a record of its own, another language's form of one, or a form the house does not use."""
    propose(texts=["Brenda Marlowe met Alan Reed. Later Brenda Marlow left."], language="en")
    proposals = {one.text: one for one in Proposal.objects.all()}
    name = accept(proposal=proposals["Brenda Marlowe"], kind="person", by=people["editor"])
    assert name.form_in("en").text == "Brenda Marlowe"
    accept(proposal=proposals["Brenda Marlow"], kind="person", by=people["editor"], name=name)
    assert NameForm.objects.get().other_forms() == ["Brenda Marlow"]
    with pytest.raises(ValueError, match="no kind"):
        accept(proposal=proposals["Alan Reed"], kind="ship", by=people["editor"])
    assert known_forms(["Brenda Marlow", "Alan Reed"]) == {"brenda marlow"}


def test_a_form_is_one_line_with_letters(enter):
    """A form without a letter, or the house's own among those it does not use, is refused."""
    for text, others in (("…", ""), ("Maki Orita", "Maki Orita")):
        with pytest.raises(ValidationError):
            NameForm(name=Name.objects.create(), language="en", text=text, others=others).clean()


def test_many_names_cost_an_article_few_queries(make_article):
    """However many names the house knows, an article asks for them a handful of times."""
    for number in range(60):
        NameForm.objects.create(name=Name.objects.create(), language="en", text=f"New Town{number}")
    article = make_article(body=[paragraph("p1", "New Town7 opened its pier. " * 40)])
    with CaptureQueriesContext(connection) as queries:
        assert next(name.form for name in dossier_of(article).names) == "New Town7"
    assert sum("names_" in query["sql"] for query in queries) <= 6
