"""How far each language has come is known at once, by rows."""

import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone

from tintuc.jobs.worker import run_due
from tintuc.network.models import Edition, Section
from tintuc.publishing.actions.release import release
from tintuc.publishing.actions.withdraw import withdraw
from tintuc.translation.actions.confirm import confirm
from tintuc.translation.actions.count import count
from tintuc.translation.actions.translate_into import translate_into
from tintuc.translation.models import Progress
from writing import paragraph

pytestmark = pytest.mark.django_db

VIETNAMESE = {
    "headline": "Cầu tàu mới rút ngắn chuyến đi",
    "standfirst": "Chuyến phà ra đảo nay mất mười hai phút.",
    "slug": "cau-tau-moi",
}
PARAGRAPHS = {
    "p1": "Thị trấn cảng đã mở cầu tàu mới hôm thứ Hai sau hai năm xây dựng.",
    "p2": "Người dân nói chuyến đi ra đảo nay mất mười hai phút thay vì bốn mươi.",
}


@pytest.fixture
def source(make_article):
    return make_article()


@pytest.fixture
def target(source, people):
    return translate_into(story=source.story, language="vi", by=people["translator"])


def write(article, **changes):
    """Write fields, and paragraphs by block id, as a new version."""
    article = article.newest()
    for name in VIETNAMESE.keys() & changes.keys():
        setattr(article, name, changes.pop(name))
    body = article.raw_body()
    for block in body:
        if block["id"] in changes:
            block["value"] = f"<p>{changes[block['id']]}</p>"
    article.body = body
    article.save_revision()


def row(article) -> Progress:
    return Progress.objects.get(story=article.story_id, language=article.language)


def look():
    """What the worker does a few seconds later."""
    from tintuc.jobs.models import Job

    Job.objects.filter(kind="integrity.look").update(run_at=timezone.now())
    run_due()


def test_a_story_misses_the_languages_of_its_site(source, site):
    """A story has a row for its source and one for each language of its site that nobody has begun."""
    assert {(one.language, one.stage) for one in Progress.objects.all()} == {("en", "work"), ("vi", "missing")}
    site.editions.create(language="ko")
    run_due()
    assert Progress.objects.get(language="ko").stage == "missing"
    source.story.delete()
    assert not Progress.objects.exists()


def test_from_empty_to_live(source, target, people):
    """A translation is in work until every passage is there and the desk has looked, then ready, then live."""
    assert (row(target).stage, row(target).untranslated) == ("work", 4)
    write(target, **VIETNAMESE, p1=PARAGRAPHS["p1"])
    assert (row(target).translated, row(target).untranslated) == (3, 1)
    write(target, p2=PARAGRAPHS["p2"])
    assert row(target).stage == "work", "nobody has looked at it yet"
    look()
    assert (row(target).stage, row(target).holds) == ("ready", 0)
    release(article=source, by=people["editor"])
    release(article=target, by=people["editor"])
    assert row(target).stage == "live"
    withdraw(article=target, by=people["editor"])
    assert row(target).stage == "withdrawn"


def test_a_held_translation_shows_as_held(target):
    """A finished translation with an open hold is on hold until the words change."""
    write(
        target,
        **VIETNAMESE,
        p1=PARAGRAPHS["p1"],
        p2="港口新码头星期一正式启用,渡轮往返海岛只需十二分钟,居民对此表示欢迎。",
    )
    look()
    assert row(target).stage == "hold"
    assert row(target).holds >= 1
    write(target, p2=PARAGRAPHS["p2"])
    assert row(target).stage == "work"
    look()
    assert row(target).stage == "ready"


def test_a_source_edit_shows_in_its_transaction(source, target, people):
    """Changing a source paragraph counts as one stale passage at once, live or not, and since when is kept."""
    write(target, **VIETNAMESE, **PARAGRAPHS)
    release(article=source, by=people["editor"])
    release(article=target, by=people["editor"])
    write(source, p1="The harbour town did not open its new ferry pier on Monday after two years of building.")
    seen = row(target)
    assert (seen.stage, seen.stale) == ("live-stale", 1)
    since = seen.stale_since
    write(source, p2="Residents said the crossing to the island now takes ten minutes instead of forty.")
    assert (row(target).stale, row(target).stale_since) == (2, since)
    confirm(article=target, key="p1", by=people["translator"])
    write(target, p2="Người dân nói chuyến đi ra đảo nay mất mười phút thay vì bốn mươi.")
    assert (row(target).stale, row(target).stale_since) == (0, None)
    assert row(target).stage == "changed", "readers do not have it yet"
    release(article=target, by=people["editor"])
    assert row(target).stage == "live"


@pytest.mark.django_db(transaction=True)
def test_counting_is_rolled_back_with_the_words(source, target):
    """When a save fails, the row is as it was."""
    write(target, **VIETNAMESE, **PARAGRAPHS)
    with transaction.atomic():
        write(source, p1="Another sentence about the pier stands here now.")
        assert row(target).stale == 1
        transaction.set_rollback(True)
    assert row(target).stale == 0


def test_the_rows_can_be_made_anew(source, target):
    """Lost or wrong rows come back the same from a count of the story."""
    write(target, **VIETNAMESE, p1=PARAGRAPHS["p1"])
    before = {one.language: (one.stage, one.translated, one.untranslated) for one in Progress.objects.all()}
    Progress.objects.filter(language="vi").update(stage="live", translated=77)
    Progress.objects.filter(language="en").delete()
    count(story=source.story)
    assert {one.language: (one.stage, one.translated, one.untranslated) for one in Progress.objects.all()} == before


def test_a_new_sites_language_is_wanted_when_the_source_is_placed_there(source, django_user_model):
    """Carrying a story on a second site asks for that site's languages."""
    from tintuc.network.models import Site
    from tintuc.stories.models import Placement

    other = Site.objects.create(key="two", masthead="Two", host="two.test")
    for language in ("en", "ja"):
        edition = Edition.objects.create(site=other, language=language)
        Section.objects.create(edition=edition, key="world", name="World", slug="world")
    edition = other.editions.get(language="en")
    Placement.objects.create(article=source, edition=edition, section=edition.sections.get())
    assert Progress.objects.get(language="ja").stage == "missing"


def test_a_licence_against_translation_leaves_nothing_missing(source):
    """What may not be translated is not shown as missing."""
    from tintuc.stories.models import Licence

    source.story.licence = Licence.objects.create(code="nd", name="No derivatives", may_translate=False)
    source.story.save()
    assert {one.language for one in Progress.objects.all()} == {"en"}


def test_empty_paragraphs_are_not_counted(make_article):
    """A source counts the passages that hold words."""
    article = make_article(body=[paragraph("p1", "The pier was opened on Monday by the town."), paragraph("p2", "")])
    assert row(article).passages == 3


def test_a_chain_is_counted_down_to_its_end(make_article, people, site):
    """A change at the source shows in a translation of a translation at once, and until the middle has caught up."""
    site.editions.create(language="ko")
    source = make_article()
    middle = translate_into(story=source.story, language="vi", by=people["translator"])
    write(middle, **VIETNAMESE, **PARAGRAPHS)
    last = translate_into(story=source.story, language="ko", by=people["translator"])
    last.translated_from = middle
    last.save(update_fields=["translated_from"])
    write(last, p1="항구 마을은 월요일에 새 선착장을 열었다.", p2="주민들은 이제 섬까지 십이 분이 걸린다고 말했다.")
    assert (row(last).translated, row(last).stale) == (2, 0)
    write(source, p1="The harbour town did not open its new ferry pier on Monday after two years of building.")
    assert (row(middle).stale, row(middle).upstream) == (1, 0)
    assert (row(last).stale, row(last).upstream, row(last).stage) == (0, 1, "stale")
    write(middle, p1="Thị trấn cảng đã không mở cầu tàu mới hôm thứ Hai sau hai năm xây dựng.")
    assert (row(middle).stale, row(last).stale, row(last).upstream) == (0, 1, 0)
    write(last, p1="항구 마을은 월요일에 새 선착장을 열지 않았다.")
    assert (row(last).stale, row(last).upstream) == (0, 0)


def test_everything_is_counted_again(source, target, people):
    """Counting again brings back rows that are lost, with reads and the moments of plans."""
    from tintuc.counting.models import Heat
    from tintuc.newsroom.actions.count_again import count_again
    from tintuc.publishing.actions.release_together import plan_release

    at = timezone.now() + dt.timedelta(hours=3)
    plan_release(story=source.story, articles=[source, target], by=people["editor"], at=at)
    Heat.objects.create(article_id=source.pk, readers=41)
    Progress.objects.all().delete()
    assert count_again() == 1
    assert (row(target).due, row(target).stage) == (at, "work")
    assert row(source).reads == 41
    assert row(target).reads == 41, "what readers do not have yet weighs as much as its source"
