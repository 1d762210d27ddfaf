"""The desk's screens about machines."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from newsroom.test_screens import edit_url, form
from tintuc.jobs.worker import run_due
from tintuc.network.models import Membership, Site
from tintuc.translation.actions.translate_into import translate_into
from tintuc.translation.models import Drafting, EngineAllowance, EngineChoice
from translation import engine_servers as servers

pytestmark = pytest.mark.django_db
SECRET = "k3y-that-must-never-show"


def url(name, *args):
    return reverse(name, args=args, urlconf="tintuc.config.urls")


@pytest.fixture
def stranger_elsewhere(people):
    """The stranger is the chief of another site."""
    other = Site.objects.create(key="other", masthead="Other", host="other.test")
    Membership.objects.create(user=people["stranger"], site=other, role="chief")
    return other


@pytest.fixture
def server(settings, tmp_path, monkeypatch):
    """An engine outside, with a key and a price."""
    monkeypatch.setenv("TEST_ENGINE_KEY", SECRET)
    settings.ENGINES_FILE = tmp_path / "engines.toml"
    with servers.serving(servers.libretranslate) as running:
        settings.ENGINES_FILE.write_text(
            f'[far]\nkind = "libretranslate"\nurl = "{running.url}"\nwhere = "remote"\nkey_env = "TEST_ENGINE_KEY"\n'
            "cost = 20\nmonthly = 500000\n"
        )
        yield running


@pytest.fixture
def target(make_article, people):
    return translate_into(story=make_article().story, language="vi", by=people["translator"])


def test_empty(desk, settings, tmp_path, target):
    """A newsroom without engines is told how to get one, on both pages."""
    settings.ENGINES_FILE = tmp_path / "none.toml"
    assert "engines.toml" in desk("translator").get(url("newsroom_engines")).content.decode()
    assert "no engine" in desk("translator").get(url("newsroom_drafting", target.pk)).content.decode()


def test_bad_settings(desk, settings, tmp_path, target):
    """Settings that cannot be used are said so, without what stands in them."""
    settings.ENGINES_FILE = tmp_path / "engines.toml"
    settings.ENGINES_FILE.write_text(f'[a]\nkind = "deepl"\nkey = "{SECRET}"\n')
    for address in (url("newsroom_engines"), url("newsroom_drafting", target.pk)):
        page = desk("chief").get(address).content.decode()
        assert "key_env" in page
        assert SECRET not in page


def test_drafting_from_the_desk(desk, server, target):
    """A translator sees what would be drafted, starts it, sees it at work, and finds it done."""
    page = desk("translator").get(url("newsroom_drafting", target.pk)).content.decode()
    assert "4 passages have no words yet" in page
    answer = desk("translator").post(url("newsroom_start_drafting", target.pk), {"engine": "far"}, follow=True)
    assert "far is drafting" in answer.content.decode()
    assert "data-refresh" in answer.content.decode()
    run_due()
    page = desk("translator").get(url("newsroom_drafting", target.pk)).content.decode()
    assert "Nothing is missing" in page
    assert "4 passages put in" in page
    assert "data-refresh" not in page
    page = desk("translator").get(url("newsroom_engines")).content.decode()
    assert "English → Tiếng Việt" in re.sub(r"\s+", " ", page)
    assert SECRET not in page


def test_stopping(desk, server, target):
    """Work can be stopped from the desk."""
    desk("editor").post(url("newsroom_start_drafting", target.pk))
    answer = desk("editor").post(url("newsroom_stop_drafting", target.pk), follow=True)
    assert "Stopped." in answer.content.decode()
    assert Drafting.objects.get().state == "stopped"


def test_refusals_are_told(desk, server, target):
    """An engine that may not have the story is told as a sentence."""
    target.story.confidential = True
    target.story.save()
    answer = desk("editor").post(url("newsroom_start_drafting", target.pk), {"engine": "far"}, follow=True)
    assert "embargoed or confidential" in answer.content.decode()
    assert not Drafting.objects.exists()


def test_who_may(desk, server, target, stranger_elsewhere):
    """Reporters see the page and cannot start; other sites' people get nothing."""
    assert "Have it drafted" not in desk("reporter").get(url("newsroom_drafting", target.pk)).content.decode()
    assert desk("reporter").post(url("newsroom_start_drafting", target.pk)).status_code in {302, 403}
    for name in ("newsroom_drafting", "newsroom_start_drafting", "newsroom_stop_drafting"):
        for send in (desk("stranger").get, desk("stranger").post):
            answer = send(url(name, target.pk))
            assert answer.status_code in {302, 403, 404, 405}
            assert "New pier" not in answer.content.decode()
    assert not Drafting.objects.exists()
    desk("editor").post(url("newsroom_start_drafting", target.pk))
    run_due()
    assert "English → Tiếng Việt" not in desk("stranger").get(url("newsroom_engines")).content.decode()


def test_asking_the_engines(desk, server):
    """Only who sets a site up has the engines asked, and nobody sees a key."""
    server.tricks = []
    assert "5 languages" not in desk("editor").post(url("newsroom_engines")).content.decode()
    assert not server.asked
    page = desk("chief").post(url("newsroom_engines")).content.decode()
    assert "5 languages" in page
    assert SECRET not in page


def test_choices(desk, server, people, site, stranger_elsewhere):
    """A chief chooses engines for sites of their own, from the ones there are."""
    address = url("wagtailsnippets_translation_enginechoice:add")
    page = desk("chief").get(address).content.decode()
    assert '<option value="far"' in page
    assert str(stranger_elsewhere) not in page
    given = {"site": site.pk, "source_language": "en", "language": "vi", "engine": "far"}
    desk("chief").post(address, given)
    assert EngineChoice.objects.get().engine == "far"
    assert desk("editor").get(address).status_code == 302
    desk("chief").post(address, given | {"engine": "elsewhere", "language": "es"})
    desk("stranger").post(address, given | {"language": "fr"})
    assert EngineChoice.objects.count() == 1
    address = url("wagtailsnippets_translation_engineallowance:add")
    desk("chief").post(address, {"site": site.pk, "engine": "far", "monthly": "1000"})
    assert EngineAllowance.objects.get().monthly == 1000
    edit = url("wagtailsnippets_translation_engineallowance:edit", EngineAllowance.objects.get().pk)
    desk("stranger").post(edit, {"site": stranger_elsewhere.pk, "engine": "far", "confidential": "on"})
    assert not EngineAllowance.objects.get().confidential


def test_readers_must_be_told(desk, server, target):
    """Nobody can call a machine's words the work of people in the editor; saying what they are goes."""
    desk("editor").post(url("newsroom_start_drafting", target.pk))
    run_due()
    for origin, saved in (("human", False), ("post-edited", True)):
        given = form(target, origin=origin, kicker=origin)
        answer = desk("editor").post(edit_url(target), given)
        assert (target.newest().kicker == origin) is saved
        assert ("readers must be told" in answer.content.decode()) is not saved
