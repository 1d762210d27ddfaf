"""The desk while somebody else does something in the same moment."""

import pytest

from meeting import Meanwhile, at_once, needs_two_writers
from tintuc.intake.actions.take_in import take_in
from tintuc.integrity.actions import waive as waiving
from tintuc.integrity.models import Waiver
from tintuc.integrity.queries import inspect
from tintuc.names.actions.decide import Decided, accept
from tintuc.names.models import Name, NameForm, NameKey, Proposal
from tintuc.newsroom.actions import notify as notifying
from tintuc.newsroom.models import Notice
from tintuc.stories.models import Article, Story
from tintuc.translation.actions.comment import comment
from writing import paragraph

pytestmark = [pytest.mark.django_db(transaction=True), needs_two_writers]

PAGE = b"""<html lang="en"><head><title>Pier</title></head><body><article><h1>New pier opens</h1>
<p>The harbour town opened its new ferry pier on Monday after two years of building.</p></article></body></html>"""


@pytest.fixture
def held(make_article, people):
    """An article with a finding that may be waived, and that finding."""
    article = make_article(body=[paragraph("p1", "The pier opened on Monday. The pier opened on Monday.")] * 1)
    article.story.carried = True
    article.story.save()
    finding = next(one for one in inspect(article.newest()).findings if one.may_be_waived)
    return article, finding.fingerprint


def test_a_finding_waived_twice_at_once_is_waived(held, people):
    """Two who waive one finding in the same moment are both served: the later waiver stands, the earlier is kept."""
    article, fingerprint = held
    reason = "It is what the mayor said."
    acts = at_once(
        *(
            lambda by=people[name]: waiving.waive(article=article, fingerprint=fingerprint, reason=reason, by=by)
            for name in ("editor", "chief")
        )
    )
    assert [act.problem for act in acts if act.problem] == []
    assert sorted(row.taken_back_at is None for row in Waiver.objects.all()) == [False, True]


def test_a_waiver_is_not_taken_back_under_a_release(held, people, monkeypatch):
    """Taking a waiver back while the article is being released is answered when the release is out, not before."""
    article, fingerprint = held
    waiving.waive(article=article, fingerprint=fingerprint, reason="It is what the mayor said.", by=people["editor"])
    order: list[str] = []

    def take_back() -> None:
        waiving.take_back(article=article, fingerprint=fingerprint, by=people["chief"])
        order.append("taken back")

    def hold_and_end() -> None:
        from django.db import transaction

        with transaction.atomic():
            Article.hold([article.pk])
            waiving.look_soon(article.pk)
            order.append("released")

    meanwhile = Meanwhile(monkeypatch, waiving, "look_soon", take_back)
    hold_and_end()
    meanwhile.end()
    assert order == ["released", "taken back"]


def test_a_name_accepted_twice_at_once_is_one():
    """Of two who keep a proposed name in the same moment one is told that it is decided."""
    proposal = Proposal.objects.create(language="en", text="An Le")
    acts = at_once(*(lambda: accept(proposal=proposal, kind=Name.Kind.PERSON, by=None) for _ in range(3)))
    assert [type(act.problem) for act in acts if act.problem] == [Decided, Decided]
    assert Name.objects.count() == 1


def test_a_name_saved_twice_at_once_is_found_by_its_last_form(monkeypatch):
    """Of a form saved by two in the same moment only the words of the later one are looked up."""
    form = NameForm.objects.create(name=Name.objects.create(), language="en", text="Ann")

    def save(text: str) -> None:
        mine = NameForm.objects.get(pk=form.pk)
        mine.text = text
        mine.save()

    meanwhile = Meanwhile(monkeypatch, NameKey.objects, "bulk_create", lambda: save("Cara"))
    save("Bea")
    meanwhile.end()
    assert NameForm.objects.get().text == "Cara"
    assert list(NameKey.objects.values_list("key", flat=True)) == ["cara"]


def test_a_page_taken_in_twice_at_once_is_one_story(site, people):
    """Of two who take in the same page in the same moment the second is given the first one's story."""
    edition = site.editions.get(language="en")
    acts = at_once(
        *(lambda: take_in(raw=PAGE, filename="pier.html", edition=edition, by=people["editor"]) for _ in range(3))
    )
    assert [act.problem for act in acts if act.problem] == []
    assert sorted(act.result.again for act in acts) == [False, True, True]
    assert Story.objects.count() == 1


def test_two_comments_of_one_moment_are_told_together(make_article, people, monkeypatch):
    """Comments of two people in the same moment are both kept, and told to whoever works there in one notice."""
    article = make_article()
    comment(article=article, place="p1", text="First.", by=people["translator"])

    def say(name: str) -> None:
        comment(article=article, place="p1", text=f"From {name}.", by=people[name])

    meanwhile = Meanwhile(monkeypatch, notifying, "_joined", lambda: say("chief"))
    say("editor")
    meanwhile.end()
    assert len(Notice.objects.get(person=people["translator"]).values["comments"]) == 2
