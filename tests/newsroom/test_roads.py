"""A page with two untranslated blocks goes live by no road, and what usual systems do wrong stays done right."""

import datetime as dt
from io import BytesIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import get_resolver, reverse
from django.utils import timezone
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.models import Revision, Workflow, WorkflowContentType, WorkflowTask

from tintuc.newsroom.models import EditorsReview
from tintuc.publishing import duties
from tintuc.publishing.actions.release import release
from tintuc.publishing.actions.release_together import plan_release
from tintuc.stories.errors import NotCleared
from tintuc.stories.models import Article, Placement, Release
from tintuc.translation.actions.translate_into import translate_into
from tintuc.translation.actions.vouch import vouch
from tintuc.translation.actions.write import write
from tintuc.translation.exchange import po
from tintuc.translation.exchange.sheet import sheet_of
from tintuc.translation.queries import units
from writing import paragraph

pytestmark = pytest.mark.django_db

BODY = [
    paragraph("p1", "The harbour town opened its new ferry pier on Monday after two years of building."),
    paragraph("p2", "Residents said the crossing to the island now takes twelve minutes instead of forty."),
    {"type": "table", "id": "t1", "value": {"caption": "Minutes by line", "cells": "Line | Minutes\nIsland | 12"}},
    {"type": "picture", "id": "f1", "value": {"image": None, "alt": "A pier at dawn", "caption": "The new pier", "credit": "Ane Le"}},
]  # fmt: skip
WORDS = {
    "headline": "Cầu tàu mới rút ngắn chuyến đi",
    "standfirst": "Chuyến phà ra đảo nay mất mười hai phút.",
    "p1": "<p>Thị trấn cảng đã mở cầu tàu mới hôm thứ Hai sau hai năm xây dựng.</p>",
    "p2": "<p>Người dân nói chuyến đi ra đảo nay mất mười hai phút thay vì bốn mươi.</p>",
    "t1.caption": "Số phút theo tuyến",
    "t1.cells": "Tuyến | Phút\nĐảo | 12",
    "f1.alt": "Cầu tàu lúc bình minh",
    "f1.caption": "Cầu tàu mới",
    "f1.credit": "Ane Le",
}


@pytest.fixture
def source(make_article):
    return make_article(body=BODY)


@pytest.fixture
def target(source, people):
    """A translation with all but two blocks: the second paragraph and the table's cells."""
    made = translate_into(story=source.story, language="vi", by=people["translator"])
    words = {key: value for key, value in WORDS.items() if key not in {"p2", "t1.cells"}}
    write(article=made, words=words, by=people["translator"])
    vouch(article=made, by=people["translator"])
    return Article.objects.get(pk=made.pk)


def nothing_is_out() -> bool:
    return not Article.objects.filter(live=True).exists() and not Release.objects.exists()


def test_roads_through_code(target, people):
    """The desk's release, Wagtail's publish, its action (which its API calls), and a plain save are all refused."""
    revision = target.latest_revision
    roads = [
        lambda: release(article=target, by=people["editor"]),
        lambda: release(article=target, by=None),
        lambda: release(article=target, by=people["editor"], at=timezone.now() + dt.timedelta(hours=1)),
        lambda: revision.publish(user=people["editor"]),
        lambda: target.publish(revision, skip_permission_checks=True),
        lambda: PublishRevisionAction(revision, user=None).execute(skip_permission_checks=True),
    ]
    for road in roads:
        with pytest.raises(NotCleared), transaction.atomic():
            road()
        assert nothing_is_out()
    target.live = True
    with pytest.raises(NotCleared):
        target.save()
    for write_it in (
        lambda: Article.objects.filter(pk=target.pk).update(live=True),
        lambda: Article.objects.bulk_update([target], ["live"]),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            write_it()
    assert nothing_is_out()


def test_roads_by_the_clock(source, target, people):
    """A schedule set on the row or the version, Wagtail's command, our duty and a plan release nothing of it."""
    past = timezone.now() - dt.timedelta(minutes=1)
    Article.objects.filter(pk=target.pk).update(go_live_at=past)
    Revision.objects.filter(pk=target.latest_revision_id).update(approved_go_live_at=past)
    with pytest.raises(NotCleared), transaction.atomic():
        call_command("publish_scheduled")
    assert nothing_is_out()
    duties.release_due()
    assert nothing_is_out()
    plan_release(story=source.story, articles=[target], by=people["editor"])
    assert nothing_is_out()


def test_roads_over_the_desk(desk, target, people):
    """Approving it in its workflow from the listing, and bulk actions, release nothing. The button: see the screens."""
    from django.contrib.contenttypes.models import ContentType

    if not EditorsReview.objects.exists():
        workflow = Workflow.objects.create(name="Review")
        WorkflowTask.objects.create(workflow=workflow, task=EditorsReview.objects.create(name="Review"))
        WorkflowContentType.objects.create(workflow=workflow, content_type=ContentType.objects.get_for_model(Article))
    edit = reverse("wagtailsnippets_stories_article:edit", args=[target.pk], urlconf="tintuc.config.urls")
    client = desk("editor")
    target.get_workflow().start(target, people["reporter"])
    task = Article.objects.get(pk=target.pk).current_workflow_task_state
    action = reverse(
        "wagtailsnippets_stories_article:workflow_action",
        args=[target.pk, "approve", task.pk],
        urlconf="tintuc.config.urls",
    )
    page = client.post(action, {"next": edit}, follow=True).content.decode()
    assert "Not released." in page
    assert nothing_is_out()
    bulk = reverse("wagtail_bulk_action", args=["stories", "article", "publish"], urlconf="tintuc.config.urls")
    assert client.post(f"{bulk}?id={target.pk}").status_code in {302, 404}
    assert nothing_is_out()


def test_no_road_through_an_interface_for_programs():
    """Wagtail's interface for programs, which releases past its own hooks, answers nowhere."""
    desk, public = get_resolver("tintuc.config.urls"), get_resolver("tintuc.config.public_urls")
    routes = [str(pattern.pattern) for resolver in (desk, public) for pattern in resolver.url_patterns]
    assert not [route for route in routes if "api" in route]


def test_a_draft_never_touches_the_live_page(source, target, people):
    """What is written after a release changes neither the release nor what the row gives readers."""
    write(article=target, words=WORDS, by=people["translator"])
    release(article=source, by=people["editor"])
    out = release(article=target, by=people["editor"]).current_release
    write(article=target, words={"headline": "Chưa ai được thấy câu này"}, by=people["translator"])
    now = Article.objects.get(pk=target.pk)
    assert now.current_release == out
    assert now.current_release.content["headline"] == WORDS["headline"]
    assert now.live_revision_id == out.revision_id


def test_tables_and_captions_are_passages(target):
    """Cells, captions, alt texts and credit lines are translated like any words, and miss as such."""
    states = {view.key: view.state for view in units(target.newest())}
    assert states["t1.cells"] == "untranslated"
    assert {"t1.caption", "f1.caption", "f1.alt", "f1.credit"} <= states.keys()


def test_a_po_file_that_says_the_source_again_is_refused(desk, target):
    """A PO file whose translations equal their sources is refused on the desk, and nothing changes."""
    import polib

    catalogue = polib.pofile(po.write(sheet_of(target)).decode())
    for entry in catalogue:
        entry.msgstr = entry.msgid
    raw = BytesIO(str(catalogue).encode())
    raw.name = "back.po"
    before = target.latest_revision_id
    address = reverse("newsroom_exchange", args=[target.pk], urlconf="tintuc.config.urls")
    page = desk("translator").post(address, {"file": raw, "agency": "An agency"}).content.decode()
    assert "equal their sources" in page
    assert "Take in what is sound" not in page
    assert Article.objects.get(pk=target.pk).latest_revision_id == before


def test_slugs_stay_put(source, target, people):
    """Another headline, in the source or the translation, before or after a release, moves no address."""
    write(article=target, words=WORDS, by=people["translator"])
    slug = target.newest().slug
    release(article=source, by=people["editor"])
    release(article=target, by=people["editor"])
    paths = dict(Placement.objects.values_list("article__language", "path"))
    assert all(paths.values())
    version = source.newest()
    version.headline = "The new pier has an altogether different headline"
    version.save_revision(user=people["reporter"])
    write(article=target, words={"headline": "Một tít hoàn toàn khác cho cầu tàu mới"}, by=people["translator"])
    assert target.newest().slug == slug
    release(article=source, by=people["editor"])
    release(article=target, by=people["editor"])
    assert dict(Placement.objects.values_list("article__language", "path")) == paths
