"""A story goes out in several languages at one moment, or not."""

import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone
from wagtail.signals import published

from tintuc.network.models import Membership
from tintuc.network.permissions import NotAllowed
from tintuc.newsroom.models import Notice
from tintuc.publishing.actions import release_together
from tintuc.publishing.actions.release_together import PlanRefused, call_off, carry_out, carry_out_due, plan_release
from tintuc.publishing.models import Mark, Plan
from tintuc.stories.models import Article, Release
from tintuc.translation.actions.translate_into import translate_into
from tintuc.translation.actions.write import write
from tintuc.translation.models import Progress

pytestmark = pytest.mark.django_db

WORDS = {
    "headline": "Cầu tàu mới rút ngắn chuyến đi",
    "standfirst": "Chuyến phà ra đảo nay mất mười hai phút.",
    "p1": "<p>Thị trấn cảng đã mở cầu tàu mới hôm thứ Hai sau hai năm xây dựng.</p>",
    "p2": "<p>Người dân nói chuyến đi ra đảo nay mất mười hai phút thay vì bốn mươi.</p>",
}


@pytest.fixture
def source(make_article):
    return make_article()


@pytest.fixture
def target(source, people):
    made = translate_into(story=source.story, language="vi", by=people["translator"])
    write(article=made, words=WORDS, by=people["translator"])
    return made


@pytest.fixture
def empty(source, people, site):
    """A translation without a word, on an edition of its own."""
    edition = site.editions.create(language="ko")
    edition.sections.create(key="world", name="세계", slug="segye")
    return translate_into(story=source.story, language="ko", by=people["translator"])


def later(hours: float = 1) -> dt.datetime:
    return timezone.now() + dt.timedelta(hours=hours)


def due(plan: Plan) -> None:
    carry_out_due(plan.at + dt.timedelta(seconds=1))
    plan.refresh_from_db()


def live(*articles: Article) -> list[bool]:
    return [Article.objects.get(pk=article.pk).live for article in articles]


def outcomes(plan: Plan) -> dict[str, str]:
    return {line.article.language: line.outcome for line in plan.lines.select_related("article")}


def test_all_go_out_at_the_moment(source, target, people):
    """At its moment, and not before, a plan releases all its languages, and the rows of progress know."""
    at = later()
    plan = plan_release(story=source.story, articles=[target, source], by=people["editor"], at=at)
    assert Progress.objects.get(article=target.pk).due == at
    carry_out_due(at - dt.timedelta(seconds=1))
    assert live(source, target) == [False, False]
    due(plan)
    assert live(source, target) == [True, True]
    assert plan.state == Plan.State.DONE
    assert set(outcomes(plan).values()) == {"released"}
    assert Progress.objects.get(article=target.pk).due is None
    assert Release.objects.count() == 2


def test_those_that_are_ready_go_out_and_the_others_are_told(source, target, empty, people):
    """A language the gate refuses keeps nobody back: it is recorded with its checks, and its people are told."""
    plan = plan_release(story=source.story, articles=[source, target, empty], by=people["editor"], at=later())
    due(plan)
    assert live(source, target, empty) == [True, True, False]
    assert outcomes(plan) == {"en": "released", "vi": "released", "ko": "refused"}
    assert plan.lines.get(article=empty).checks == ["translation.untranslated"]
    told = set(Notice.objects.filter(kind="refused", article=empty).values_list("person__username", flat=True))
    assert told == {"translator", "editor"}


def test_all_or_nothing(source, target, empty, people):
    """With all or nothing one refusal takes every release back: no release, no mark, no page."""
    plan = plan_release(
        story=source.story, articles=[source, target, empty], by=people["editor"], at=later(), whole=True
    )
    Mark.objects.all().delete()
    due(plan)
    assert live(source, target, empty) == [False, False, False]
    assert plan.state == Plan.State.REFUSED
    assert outcomes(plan) == {"en": "kept", "vi": "kept", "ko": "refused"}
    assert not Release.objects.exists()
    assert not Mark.objects.filter(tag__startswith="story:").exists()


def test_now_is_a_plan_too(source, target, people):
    """Released at once, the same record is kept; what readers have already is not released again."""
    plan = plan_release(story=source.story, articles=[source, target], by=people["editor"])
    assert plan.state == Plan.State.DONE
    again = plan_release(story=source.story, articles=[source, target], by=people["editor"])
    assert set(outcomes(again).values()) == {"same"}
    assert Release.objects.count() == 2


def test_it_can_be_called_off_until_then(source, target, people):
    """A plan that was called off releases nothing; one that is over cannot be."""
    plan = plan_release(story=source.story, articles=[source, target], by=people["editor"], at=later())
    with pytest.raises(NotAllowed):
        call_off(plan=plan, by=people["translator"])
    call_off(plan=plan, by=people["chief"])
    due(plan)
    assert live(source, target) == [False, False]
    assert Progress.objects.get(article=target.pk).release_at is None
    with pytest.raises(PlanRefused):
        call_off(plan=plan, by=people["chief"])
    plan_release(story=source.story, articles=[source], by=people["editor"], at=later())


def test_what_cannot_be_planned(source, target, people, make_article):
    """No languages, another story's, a moment that is over, before the embargo, twice, by who may not: refused."""
    other = make_article()
    with pytest.raises(NotAllowed):
        plan_release(story=source.story, articles=[source], by=people["translator"], at=later())
    with pytest.raises(PlanRefused):
        plan_release(story=source.story, articles=[], by=people["editor"], at=later())
    with pytest.raises(PlanRefused):
        plan_release(story=source.story, articles=[other], by=people["editor"], at=later())
    with pytest.raises(PlanRefused):
        plan_release(story=source.story, articles=[source], by=people["editor"], at=later(-1))
    source.story.embargoed_until = later(5)
    source.story.save()
    for at in (None, later(2)):
        with pytest.raises(PlanRefused):
            plan_release(story=source.story, articles=[source], by=people["editor"], at=at)
    plan_release(story=source.story, articles=[source], by=people["editor"], at=later(6))
    with pytest.raises(PlanRefused):
        plan_release(story=source.story, articles=[target], by=people["editor"], at=later(7))


def test_the_newest_version_goes_out(source, target, people):
    """Words that came after the plan was made go out with it."""
    plan = plan_release(story=source.story, articles=[source, target], by=people["editor"], at=later())
    write(article=target, words={"headline": "Cầu tàu mới của thị trấn cảng"}, by=people["translator"])
    due(plan)
    assert Article.objects.get(pk=target.pk).current_release.content["headline"] == "Cầu tàu mới của thị trấn cảng"


def test_a_source_that_changes_meanwhile_holds_its_translation(source, target, people):
    """A translation that turned stale after it was planned is refused; the source goes out."""
    plan = plan_release(story=source.story, articles=[source, target], by=people["editor"], at=later())
    version = source.newest()
    body = version.raw_body()
    body[0]["value"] = "<p>The harbour town did not open its new ferry pier on Monday.</p>"
    version.body = body
    version.save_revision(user=people["reporter"])
    due(plan)
    assert outcomes(plan) == {"en": "released", "vi": "refused"}
    assert "translation.stale" in plan.lines.get(article=target).checks


def test_the_right_is_asked_for_at_the_moment(source, target, people):
    """A plan of somebody who may not release any more releases nothing and says so."""
    plan = plan_release(story=source.story, articles=[source, target], by=people["editor"], at=later())
    Membership.objects.filter(user=people["editor"]).update(role="reporter")
    people["editor"].__dict__.pop("_roles_by_site", None)
    due(plan)
    assert live(source, target) == [False, False]
    assert plan.state == Plan.State.REFUSED
    assert plan.reason


@pytest.mark.django_db(transaction=True)
def test_a_crash_in_the_middle_leaves_all_or_none(source, target, people):
    """When the machine fails between two languages nothing is out, the plan waits, and the next round finishes it."""
    plan = plan_release(story=source.story, articles=[source, target], by=people["editor"], at=later())
    calls = []

    def breaking(instance, **_):
        calls.append(instance.language)
        if len(calls) == 2:
            raise RuntimeError("the disk is gone")

    published.connect(breaking, sender=Article)
    try:
        due(plan)
    finally:
        published.disconnect(breaking, sender=Article)
    assert calls == ["en", "vi"]
    assert live(source, target) == [False, False]
    assert plan.waits
    assert plan.attempts == 1
    due(plan)
    assert live(source, target) == [True, True]
    assert Release.objects.count() == 2


def test_one_that_never_works_is_given_up_and_told(source, people, monkeypatch):
    """A plan that fails every time ends, with a reason, and its maker is told."""

    def breaking(**_):
        raise RuntimeError("never")

    plan = plan_release(story=source.story, articles=[source], by=people["editor"], at=later())
    monkeypatch.setattr(release_together, "publish", breaking)
    for _ in range(release_together.ATTEMPTS):
        due(plan)
    assert plan.state == Plan.State.REFUSED
    assert Notice.objects.filter(person=people["editor"], kind="refused").exists()


def test_two_workers_release_once(source, target, people):
    """Carried out twice, a plan releases once."""
    plan = plan_release(story=source.story, articles=[source, target], by=people["editor"], at=later())
    due(plan)
    with transaction.atomic():
        carry_out(plan)
    assert Release.objects.count() == 2


def test_an_article_scheduled_for_itself_keeps_its_moment(source, people):
    """An article with a later moment of its own is not released by a plan, and the plan says why."""
    from tintuc.publishing.actions.release import release

    release(article=source, by=people["editor"], at=later(5))
    plan = plan_release(story=source.story, articles=[source], by=people["editor"], at=later(1))
    due(plan)
    assert live(source) == [False]
    assert outcomes(plan) == {"en": "refused"}
