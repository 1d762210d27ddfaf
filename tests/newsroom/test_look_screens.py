"""The screens of the look: specimens of every part of a page, and the switch to text only."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from tintuc.network.actions.set_text_only import set_text_only
from tintuc.network.models import Membership, Site
from tintuc.network.permissions import NotAllowed
from tintuc.publishing.models import Mark
from tintuc.reading.specimen import LANGUAGES, specimen_page

pytestmark = pytest.mark.django_db


def to(name: str, *args) -> str:
    return reverse(name, args=args, urlconf="tintuc.config.urls")


@pytest.fixture
def other_site(people):
    """Another site, whose chief is nobody on the first."""
    other = Site.objects.create(key="other", masthead="Other", host="other.test", style="slab")
    Membership.objects.create(user=people["stranger"], site=other, role="chief")
    return other


def test_specimens_of_ones_own_sites(desk, site, other_site):
    """A reporter finds the specimens of their site, and of no other."""
    page = desk("reporter").get(to("newsroom_look")).content.decode()
    assert to("newsroom_specimen", site.key, "ar", "dark") in page
    assert "other" not in page.partition("<main")[2]
    assert to("newsroom_text_only", site.key) not in page
    answer = desk("reporter").get(to("newsroom_specimen", site.key, "vi", "light"))
    assert answer.status_code == 200
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert b"http://bac-dau.test/_a/" in answer.content
    assert desk("reporter").get(to("newsroom_specimen", "other", "vi", "light")).status_code in {302, 403}
    assert desk("reporter").get(to("newsroom_specimen", site.key, "xx", "light")).status_code == 404
    assert desk("reporter").get(to("newsroom_specimen", site.key, "vi", "pink")).status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_specimen_is_in_its_language(site, language):
    """A specimen shows its own language, in its direction and theme, and writes nothing down."""
    before = site.editions.count()
    page = specimen_page(site, language, "dark").decode()
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}" data-theme="dark">' in page
    assert site.editions.count() == before


def test_editors_turn_a_site_to_text_only(desk, site):
    """An editor turns the site to text only and back; both are kept in the log, and every page is marked for baking."""
    Mark.objects.all().delete()
    answer = desk("editor").post(to("newsroom_text_only", site.key), {"on": "1"}, follow=True)
    site.refresh_from_db()
    assert site.text_only
    assert "This site is served as text only." in answer.content.decode()
    assert Mark.objects.filter(tag=f"brand:{site.pk}").exists()
    desk("editor").post(to("newsroom_text_only", site.key))
    site.refresh_from_db()
    assert not site.text_only
    kept = ModelLogEntry.objects.filter(action="tintuc.text_only").order_by("pk")
    assert [(entry.data["on"], entry.user.username) for entry in kept] == [(True, "editor"), (False, "editor")]
    assert [entry.message for entry in kept] == ["Served as text only", "Served as usual again"]


@pytest.mark.parametrize("role", ["reporter", "translator", "stranger"])
def test_others_do_not(desk, site, other_site, role):
    """Neither reporters and translators nor another site's chief may."""
    assert desk(role).post(to("newsroom_text_only", site.key), {"on": "1"}).status_code in {302, 403}
    site.refresh_from_db()
    assert not site.text_only


def test_the_action_asks_itself(site, people):
    """The action refuses whoever may not, whoever calls it, and does nothing twice."""
    with pytest.raises(NotAllowed):
        set_text_only(site=site, on=True, by=people["reporter"])
    assert set_text_only(site=site, on=True, by=None).text_only
    set_text_only(site=site, on=True, by=None)
    assert ModelLogEntry.objects.filter(action="tintuc.text_only").count() == 1


def test_looking_changes_nothing(desk, site):
    """A link cannot turn the switch."""
    assert desk("chief").get(to("newsroom_text_only", site.key)).status_code == 405
