"""Translations while somebody else does something in the same moment."""

import contextlib
import io

import pytest
from django.db import transaction
from django.utils import timezone

from meeting import Act, Meanwhile, at_once, needs_two_writers
from tintuc.integrity.actions import clear
from tintuc.integrity.queries import Report
from tintuc.publishing.actions.release import release
from tintuc.publishing.actions.withdraw import withdraw
from tintuc.translation.actions import (
    assign,
    claim,
    confirm,
    do_drafting,
    learn,
    note_progress,
    review,
    take_memory,
    translate_into,
    vouch,
)
from tintuc.translation.actions.write import write
from tintuc.translation.errors import Claimed, TranslationRefused
from tintuc.translation.models import Assignment, Claim, Drafting, MemoryUnit, Progress, Unit
from tintuc.translation.queries import units
from writing import paragraph

pytestmark = [pytest.mark.django_db(transaction=True), needs_two_writers]

TMX = """<?xml version="1.0" encoding="utf-8"?><tmx version="1.4"><header creationtool="x" creationtoolversion="1"
 segtype="sentence" o-tmf="x" adminlang="en" srclang="en" datatype="plaintext"/><body><tu><tuv xml:lang="en">
<seg>The pier is open.</seg></tuv><tuv xml:lang="vi"><seg>Bến tàu mở cửa.</seg></tuv></tu></body></tmx>"""


@pytest.fixture
def source(make_article):
    """A source of two paragraphs."""
    return make_article(body=[paragraph("p1", "The pier is open."), paragraph("p2", "Ferries go from there.")])


@pytest.fixture
def target(source, people):
    """Its Vietnamese translation, with words for all of it."""
    article = translate_into.translate_into(story=source.story, language="vi", by=people["translator"])
    words = {"headline": "Bến mới", "standfirst": "Phà nhanh hơn.", "p1": "Bến mở.", "p2": "Phà đi từ đó."}
    write(article=article, words=words, by=people["translator"], done=True)
    return article


def rewrite(target, by):
    """Give the first paragraph other words."""
    return lambda: write(article=target, words={"p1": "Bến đã đóng cửa rồi."}, by=by, done=True)


def state(target):
    """The first paragraph as the desk shows it."""
    return next(view for view in units(target.newest()) if view.key == "p1")


def test_words_nobody_looked_at_are_not_reviewed(target, people, monkeypatch):
    """Of a passage rewritten while it is being reviewed, the new words are not called reviewed."""
    meanwhile = Meanwhile(monkeypatch, review, "mark_reviewed", rewrite(target, people["translator"]))
    review.review(article=target, keys=["p1"], by=people["editor"], seen={"p1": state(target).target_digest})
    meanwhile.end()
    assert state(target).target == "Bến đã đóng cửa rồi."
    assert Unit.objects.get(article=target.pk, key="p1").state == Unit.State.TRANSLATED


def test_words_nobody_read_are_not_vouched_for(target, people, monkeypatch):
    """Of an article rewritten while somebody vouches for it, the new words are not called reviewed."""
    meanwhile = Meanwhile(monkeypatch, vouch, "mark_reviewed", rewrite(target, people["translator"]))
    vouch.vouch(article=target, by=people["editor"], seen=target.newest().words_digest())
    meanwhile.end()
    assert Unit.objects.get(article=target.pk, key="p1").state == Unit.State.TRANSLATED
    assert not target.newest().vouched


def test_confirming_leaves_the_record_of_newer_words(target, people, monkeypatch):
    """A passage rewritten while it is being confirmed keeps the record of its new words."""
    meanwhile = Meanwhile(monkeypatch, confirm, "keep", rewrite(target, people["translator"]))
    confirm.confirm(article=target, key="p1", by=people["editor"], seen=state(target).target_digest)
    meanwhile.end()
    assert Unit.objects.get(article=target.pk, key="p1").target_digest == state(target).target_digest


def test_the_count_of_a_translation_saved_while_its_source_changes_is_true(source, target, people, monkeypatch):
    """A translation saved while its source is being edited is counted beside the new source."""

    def save() -> None:
        write(article=target, words={"p2": "Phà chạy từ đó."}, by=people["translator"], done=True)

    version = source.newest()
    version.body = [paragraph("p1", "The pier is closed."), paragraph("p2", "Ferries go from there.")]
    with transaction.atomic():
        version.save_revision(clean=False)
        other = Act(save)
        other.go_on()
    other.end()
    assert Progress.objects.get(article=target.pk).stale == 1


def test_what_the_desk_notes_keeps_what_was_counted(source, target, monkeypatch):
    """The moment of a plan, noted while a row is counted anew, leaves the new stage."""
    Progress.objects.filter(article=target.pk).update(stage="work", holds=0)

    def counted() -> None:
        with transaction.atomic():
            Progress.objects.filter(article=target.pk).update(stage="ready", untranslated=0)

    meanwhile = Meanwhile(monkeypatch, note_progress, "settle", counted)
    note_progress.note_release(article_ids=[target.pk], at=timezone.now())
    meanwhile.end()
    assert Progress.objects.get(article=target.pk).stage == "ready"


def test_what_was_withdrawn_is_not_offered_to_other_sites(target, people, monkeypatch):
    """An article withdrawn while the memory learns from its release stays closed to other sites."""
    monkeypatch.setattr(clear, "inspect", lambda _: Report("go"))
    article = release(article=target, by=people["editor"])
    meanwhile = Meanwhile(monkeypatch, learn, "_learn", lambda: withdraw(article=article, by=people["editor"]))
    learn.learn([article.current_release_id])
    meanwhile.end()
    assert MemoryUnit.objects.filter(article=article.pk).exists()
    assert not MemoryUnit.objects.filter(article=article.pk, open=True).exists()


@pytest.mark.parametrize("for_all", [True, False])
def test_a_file_taken_in_twice_at_once_is_in_once(site, monkeypatch, for_all):
    """Two who take one file into the memory in the same moment bring each pair once."""
    where = None if for_all else site

    def take() -> take_memory.Remembered:
        return take_memory.take_memory(file=io.BytesIO(TMX.encode()), name="one.tmx", site=where)

    meanwhile = Meanwhile(monkeypatch, take_memory, "_unit", take)
    assert take().new == 1
    assert meanwhile.end().known == 1
    assert MemoryUnit.objects.count() == 1


def test_a_language_begun_twice_at_once_is_told_so(source, people):
    """Of two who begin a language in the same moment one is refused in words."""
    acts = at_once(
        *(
            lambda: translate_into.translate_into(story=source.story, language="vi", by=people["translator"])
            for _ in range(4)
        )
    )
    refused = [act.problem for act in acts if act.problem]
    assert [type(problem) for problem in refused] == [TranslationRefused] * 3
    assert source.story.articles.filter(language="vi").count() == 1


def test_a_place_let_go_while_it_is_claimed_is_claimed(target, people):
    """People who claim one place and let it go again and again are told who writes there, and nothing else."""

    def busy(person):
        def act() -> None:
            for _ in range(40):
                with contextlib.suppress(Claimed):
                    claim.claim(article=target, place="p1", by=person)
                claim.let_go(article=target, by=person, place="p1")

        return act

    acts = at_once(*(busy(people[name]) for name in ("translator", "translator", "editor", "chief")))
    assert [act.problem for act in acts if act.problem] == []
    assert not Claim.objects.exists()


def test_who_gives_an_article_back_does_not_take_it_from_another(target, people, monkeypatch):
    """An article given to somebody else while its translator gives it back is not taken from them."""
    assign.assign(article=target, person=people["translator"], by=people["translator"])

    def give() -> None:
        assign.assign(article=target, person=people["chief"], by=people["editor"])

    meanwhile = Meanwhile(monkeypatch, assign, "require", give)
    assign.free(article=target, by=people["translator"])
    meanwhile.end()
    assert Assignment.objects.get(article=target.pk).person == people["chief"]


def drafting(target) -> Drafting:
    """Work of a machine that waits."""
    return Drafting.objects.create(article_id=target.pk, engine="loopback")


def stopped(work: Drafting):
    """Has it stopped."""
    return lambda: Drafting.objects.filter(pk=work.pk).update(state=Drafting.State.STOPPED)


def test_work_stopped_as_it_begins_does_nothing(target, monkeypatch):
    """A machine's work that is stopped in the moment it begins stays stopped, and nothing is sent."""
    work, sent = drafting(target), []
    monkeypatch.setattr(do_drafting, "_work", sent.append)
    meanwhile = Meanwhile(monkeypatch, Drafting.objects, "filter", stopped(work))
    do_drafting.do_drafting(drafting=work.pk)
    meanwhile.end()
    work.refresh_from_db()
    assert (work.state, sent) == (Drafting.State.STOPPED, [])


def test_work_that_was_stopped_writes_nothing(target, monkeypatch):
    """What a machine has drafted is not written once its work is stopped, however late."""
    work = drafting(target)
    Drafting.objects.filter(pk=work.pk).update(state=Drafting.State.RUNNING)
    written = []
    monkeypatch.setattr(do_drafting, "pieces", lambda *_: [])
    monkeypatch.setattr(do_drafting, "choose", lambda **_: type("E", (), {"name": "loopback"}))
    monkeypatch.setattr(do_drafting, "draft_blocks", lambda **_: {})
    monkeypatch.setattr(do_drafting, "kept", lambda *_: {})
    monkeypatch.setattr(do_drafting, "wanted", lambda *_: written.append(Drafting.objects.get(pk=work.pk).state) or [])
    real = do_drafting.put_in
    monkeypatch.setattr(do_drafting, "put_in", lambda *args: (stopped(work)(), real(*args)))
    do_drafting._work(work)
    assert written[1:] == []  # the first asks what is to be drafted
