"""The desk's screens for what readers see: the order of fronts, standing pages, topics, the public history."""

import datetime as dt
import json

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from tintuc.network.models import Edition, Site, StandingPage, Topic
from tintuc.newsroom.in_languages import TextsInLanguages
from tintuc.publishing.actions.release import release
from tintuc.stories.models import Placement, Story
from writing import paragraph

pytestmark = pytest.mark.django_db


def at(name, *args):
    return reverse(name, args=args, urlconf="tintuc.config.urls")


@pytest.fixture
def placed(make_article):
    """Three public stories of the English edition."""
    for n in range(3):
        article = make_article(headline=f"The harbour's {n + 4} o'clock boat leaves on time")
        release(article=article, by=None)
    return list(Placement.objects.order_by("pk"))


def test_an_editor_arranges_the_front(desk, placed, site):
    """Numbers put stories at the top in their order, until a moment in the edition's own time; no number takes them down."""
    edition = site.editions.get(language="en")
    Edition.objects.filter(pk=edition.pk).update(time_zone="Asia/Tokyo")
    edition.refresh_from_db()
    page = desk("editor").get(at("newsroom_front", edition.pk))
    assert page.status_code == 200
    assert b"boat leaves on time" in page.content
    posted = {"placement": [one.pk for one in placed], f"place-{placed[2].pk}": "1", f"place-{placed[0].pk}": "2"}
    until = (timezone.localtime(timezone=edition.zone) + dt.timedelta(hours=2)).replace(second=0, microsecond=0)
    posted[f"until-{placed[0].pk}"] = f"{until:%Y-%m-%dT%H:%M}"
    assert desk("editor").post(at("newsroom_front", edition.pk), posted).status_code == 302
    for one in placed:
        one.refresh_from_db()
    assert [one.front_place for one in placed] == [2, None, 1]
    assert placed[0].front_until == until
    assert f'value="{until:%Y-%m-%dT%H:%M}"' in desk("editor").get(at("newsroom_front", edition.pk)).content.decode()
    desk("editor").post(at("newsroom_front", edition.pk), {"placement": [one.pk for one in placed]})
    assert not Placement.objects.filter(front_place__isnull=False).exists()


@pytest.mark.parametrize(
    ("field", "typed"), [("place", "first"), ("place", "-1"), ("until", "tomorrow"), ("until", "2001-01-01T10:00")]
)
def test_nonsense_on_the_front_is_refused(desk, placed, site, field, typed):
    """What is no place or no coming moment changes nothing, and is said."""
    edition = site.editions.get(language="en")
    posted = {"placement": [placed[0].pk], f"place-{placed[0].pk}": "1"} | {f"{field}-{placed[0].pk}": typed}
    answer = desk("editor").post(at("newsroom_front", edition.pk), posted, follow=True)
    assert b"messages" in answer.content
    assert not Placement.objects.filter(front_place__isnull=False).exists()


def test_fronts_and_pages_are_for_those_who_may(desk, placed, site):
    """A reporter arranges no front, an editor writes no standing page, and nobody touches another site's."""
    edition = site.editions.get(language="en")
    other = Site.objects.create(key="other", masthead="Other", host="other.test")
    foreign = Edition.objects.create(site=other, language="en")
    refused = {302, 403}
    for role, address in (
        ("reporter", at("newsroom_fronts")),
        ("reporter", at("newsroom_front", edition.pk)),
        ("editor", at("newsroom_front", foreign.pk)),
        ("editor", at("newsroom_pages")),
        ("editor", at("newsroom_page", edition.pk, "about")),
        ("chief", at("newsroom_page", foreign.pk, "about")),
        ("stranger", at("newsroom_pages")),
    ):
        for answer in (desk(role).get(address), desk(role).post(address, {"body": "x", "usual": "1"})):
            assert answer.status_code in refused, (role, address)
    assert not StandingPage.objects.exists()


def test_a_chief_writes_a_standing_page(desk, site):
    """The screen begins with the usual text; one's own takes its place, cleaned, and the usual one can come back."""
    edition = site.editions.get(language="vi")
    assert b"the usual text" in desk("chief").get(at("newsroom_pages")).content
    address = at("newsroom_page", edition.pk, "principles")
    shown = html.document_fromstring(desk("chief").get(address).content).xpath("string(//*[@name='body']/@value)")
    assert json.loads(shown)["blocks"][0]["text"].startswith("Chúng tôi đưa điều mình chứng minh được")
    content = {"blocks": [{"key": "a", "text": "Lời riêng của chúng tôi.", "type": "unstyled", "depth": 0,
                           "inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}  # fmt: skip
    assert desk("chief").post(address, {"body": json.dumps(content)}).status_code == 302
    page = StandingPage.objects.get()
    assert "Lời riêng của chúng tôi." in page.body
    assert page.changed_by.username == "chief"
    empty = content | {"blocks": [content["blocks"][0] | {"text": ""}]}
    assert desk("chief").post(address, {"body": json.dumps(empty)}).status_code == 200
    desk("chief").post(address, {"usual": "1"})
    assert not StandingPage.objects.exists()
    assert desk("chief").get(at("newsroom_page", edition.pk, "nothing")).status_code == 404


def test_a_topic_is_named_language_by_language(desk, site):
    """A topic's form has a box a language; what is left empty is no name."""
    client = desk("editor")
    address = at("wagtailsnippets_network_topic:add")
    page = client.get(address).content.decode()
    assert 'name="names-vi"' in page
    assert 'name="names-ja"' not in page
    typed = {"key": "ferries", "names-vi": "Phà", "names-en": " ", "about-vi": "", "about-en": ""}
    assert client.post(address, typed).status_code == 302
    assert Topic.objects.get().names == {"vi": "Phà"}
    nameless = typed | {"key": "nameless", "names-vi": ""}
    assert client.post(address, nameless).status_code == 200
    assert Topic.objects.count() == 1


def test_boxes_keep_what_they_cannot_show():
    """A form without the boxes changes nothing, and text that is no table does no harm."""
    widget = TextsInLanguages()
    assert widget.value_omitted_from_data({}, {}, "names")
    assert widget.value_from_datadict({}, {}, "names") is None
    assert json.loads(widget.value_from_datadict({"names-vi": " Phà ", "names-en": ""}, {}, "names")) == {"vi": "Phà"}


def test_a_story_is_filed_under_topics(desk, make_article):
    """Topics are ticked on the story."""
    article, topic = make_article(), Topic.objects.create(key="ferries", names={"en": "Ferries"})
    address = at("wagtailsnippets_stories_story:edit", article.story_id)
    assert "Ferries" in desk("editor").get(address).content.decode()
    form = {"slugline": "harbour", "format": "news", "topics": [topic.pk], "source_url": "", "note": ""}
    assert desk("editor").post(address, form).status_code == 302
    assert list(Story.objects.get().topics.all()) == [topic]


def test_an_editor_takes_words_out_of_the_history(desk, make_article):
    """From the story's panel, with a reason; a reporter may not."""
    article = make_article()
    release(article=article, by=None)
    version = article.newest()
    version.body = [
        paragraph("p1", "The harbour town opened its new ferry pier on Monday after three years of building."),
        paragraph("p2", "Residents said the crossing to the island now takes twelve minutes instead of forty."),
    ]
    version.save_revision()
    release(article=article, by=None)
    first = article.releases.get(number=1)
    panel = desk("editor").get(at("wagtailsnippets_stories_article:edit", article.pk)).content.decode()
    assert f'data-post-release="{first.pk}"' in panel
    address = at("newsroom_close_release", article.pk)
    desk("reporter").post(address, {"release": first.pk, "reason": "a name"})
    desk("editor").post(address, {"release": first.pk, "reason": ""})
    first.refresh_from_db()
    assert first.closed_at is None
    desk("editor").post(address, {"release": first.pk, "reason": "a name"})
    first.refresh_from_db()
    assert first.closed_at is not None
