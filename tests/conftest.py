"""What all tests share: a newsroom folder of their own, and a small network."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest

from browsing import browser, desk_server
from side_by_side import _turn, pytest_collection_modifyitems, pytest_xdist_make_scheduler
from writing import paragraph

__all__ = ["_turn", "browser", "desk_server", "pytest_collection_modifyitems", "pytest_xdist_make_scheduler"]


def pytest_collection_finish():
    """Set apart what is loaded: the collector need not walk through it again and again, which halves its time."""
    gc.freeze()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The development data; tests that need it are skipped by name where it is missing."""
    place = Path(os.environ.get("TINTUC_SHARED", Path(__file__).parents[2] / "shared"))
    if not (place / "data").is_dir():
        pytest.skip("needs the development data (set TINTUC_SHARED)")
    return place


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.BAKED_ROOT = tmp_path / "baked"


@pytest.fixture(autouse=True)
def _fresh_cache():
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def site(db):
    """A site with a Vietnamese and an English edition, one section each."""
    from tintuc.network.models import Edition, Section, Site

    site = Site.objects.create(key="bac-dau", masthead="Bắc Đẩu", host="bac-dau.test")
    for order, (language, zone, name, slug) in enumerate(
        [("vi", "Asia/Ho_Chi_Minh", "Thế giới", "the-gioi"), ("en", "Europe/London", "World", "world")]
    ):
        edition = Edition.objects.create(site=site, language=language, time_zone=zone, order=order)
        Section.objects.create(edition=edition, key="world", name=name, slug=slug)
    return site


@pytest.fixture
def people(site, django_user_model):
    """A reporter, a translator, an editor and a chief of the site, and a stranger, by role."""
    from tintuc.network.models import Membership

    users = {"stranger": django_user_model.objects.create_user("stranger", password="a long password")}
    for role in ("reporter", "translator", "editor", "chief"):
        users[role] = django_user_model.objects.create_user(role, password="a long password")
        Membership.objects.create(user=users[role], site=site, role=role)
    return users


@pytest.fixture
def make_article(site):
    """Makes a story with a clean source article, its credit and placement; keywords change the article."""
    from tintuc.stories.models import Article, Contributor, Credit, Placement, Story

    def make(language: str = "en", story: Story | None = None, place: bool = True, **fields: object) -> Article:
        if story is None:
            story = Story.objects.create(slugline="harbour", site=site, source_language=language)
            person, _ = Contributor.objects.get_or_create(slug="an-le", defaults={"name": "An Lê"})
            Credit.objects.create(story=story, contributor=person)
        body = fields.pop("body", None) or [
            paragraph("p1", "The harbour town opened its new ferry pier on Monday after two years of building."),
            paragraph("p2", "Residents said the crossing to the island now takes twelve minutes instead of forty."),
        ]
        words = {
            "headline": "New pier shortens the crossing",
            "standfirst": "The ferry to the island now takes twelve minutes.",
            "slug": "new-pier",
        } | fields
        article = Article(story=story, language=language, body=body, **words)
        article.save()
        article.save_revision()
        if place:
            edition = site.editions.get(language=language)
            Placement.objects.create(article=article, edition=edition, section=edition.sections.get(), canonical=True)
        return article

    return make
