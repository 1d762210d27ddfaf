"""A small site baked from the demonstration's stories, as readers' browsers get it: what the page tools look at."""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import RequestFactory, override_settings
from django.utils import timezone

LANGUAGES = ("vi", "en", "zh-Hans", "ja", "ko")
HOSTS = {"serif": "daily.localhost", "slab": "port.localhost", "sans": "coast.localhost"}
STORIES = (
    *("01-ferry-pier", "02-lighthouse-keeper", "03-two-tides", "04-coral-nursery", "12-who-counts-readers"),
    *("16-boat-race-live", "17-coast-in-pictures"),
)
#: Pages an edition has at a folder of the same name.
STANDING = (
    *("feeds", "checking", "counting", "about", "saved", "principles", "ownership", "corrections-policy", "machines"),
    *("languages", "topics", "corrections"),
)

#: Kinds of page every edition of the small site has.
KINDS = (
    *("front", "section", "article", "interview", "search", "results", "missing", "map", "month", "day", "hot"),
    *STANDING,
    *("live", "pictures", "explainer", "topic", "person", "section month", "history", "parallel", "error"),
)


@contextmanager
def quiet() -> Iterator[None]:
    """Every text is cleared at once, and no other room listens: the checks have tests of their own."""
    from tintuc.stories import signals
    from tintuc.stories.models import Clearance

    def clear(sender: Any, article: Any, by: Any, **_: Any) -> None:
        Clearance.objects.create(article_id=article.pk, digest=article.digest(), rule_set="test")

    heard = (signals.clearing, signals.released, signals.withdrawn)
    kept = [list(signal.receivers) for signal in heard]
    for signal in heard:
        signal.receivers = []
        signal.sender_receivers_cache.clear()
    signals.clearing.connect(clear, weak=False)
    try:
        yield
    finally:
        for signal, receivers in zip(heard, kept, strict=True):
            signal.receivers = receivers
            signal.sender_receivers_cache.clear()


def bake_site(folder: Path, port: int) -> dict[str, dict[str, str]]:
    """Bake three sites into ``folder``; return the path of each kind of page by language, of the first site.

    Everything happens in one transaction that is rolled back: what is left are the files.
    """
    places = {"DIR": folder, "MEDIA_ROOT": folder / "media", "BAKED_ROOT": folder / "baked"}
    with override_settings(**places), quiet(), transaction.atomic():
        _network(port)
        _stories()
        pages = _bake()
        transaction.set_rollback(True)
    return pages


def _network(port: int) -> None:
    from tintuc.config.demo import load
    from tintuc.network.actions.apply import apply
    from tintuc.network.models import Edition, Section, Site

    data = tomllib.loads((load.HERE / "network.toml").read_text(encoding="utf-8"))
    data["network"] |= {"scheme": "http", "port": port, "desk_host": "desk.localhost"}
    for site in data["site"]:
        site["host"] = HOSTS[site["style"]]
    apply(data)
    arabic = Edition.objects.create(
        site=Site.objects.get(style="serif"),
        language="ar",
        masthead="الدب الأكبر",
        tagline="أخبار يمكن التحقق منها",
        order=9,
    )
    for key, name in (("region", "المنطقة"), ("science", "العلوم"), ("culture", "الثقافة")):
        Section.objects.create(edition=arabic, key=key, name=name, slug=key)


def _stories() -> None:
    from tintuc.config.demo import load
    from tintuc.publishing.actions.place import open_placement
    from tintuc.publishing.actions.record_corrections import record_corrections
    from tintuc.stories.models import Article, Placement

    chief = get_user_model().objects.create_superuser("chief", password="a long password")
    load._contributors()
    load._topics()
    for name in STORIES:
        load._story(tomllib.loads((load.HERE / "stories" / f"{name}.toml").read_text(encoding="utf-8")), chief)
    _arabic(Article.objects.filter(language="en").order_by("pk").first())
    for placement in Placement.objects.select_related("edition__site", "section", "article__story"):
        open_placement(placement, placement.article.released_at or timezone.now())
    for article in Article.objects.filter(current_release__number__gt=1).select_related("current_release"):
        record_corrections([(article, article.current_release, None)])


def _arabic(source: Any) -> None:
    """One article in a language written from right to left, with a number and a Latin name in it."""
    from tintuc.network.models import Edition
    from tintuc.stories.models import Article, Placement

    edition = Edition.objects.get(language="ar")
    words = "وصلت العبّارة الجديدة إلى جزيرة Cat Sa بعد 12 دقيقة فقط، ولم يعد التلاميذ يبيتون على البر الرئيسي."
    article = Article(
        story=source.story,
        language="ar",
        headline="رصيف جديد يختصر الرحلة إلى الجزيرة",
        standfirst=words,
        kicker="البحر",
        slug="pier",
        body=[{"type": "paragraph", "id": f"p{n}", "value": f"<p>{words}</p>"} for n in range(4)]
        + [
            {
                "type": "embed",
                "id": "e1",
                "value": {"url": "https://youtu.be/abcdefghijk", "title": "فيديو", "provider": "YouTube"},
            }
        ]
        + [{"type": "quote", "id": "q1", "value": {"text": words, "attribution": "من سكان الجزيرة", "language": ""}}],
    )
    article.save()
    article.save_revision()
    Placement.objects.create(
        article=article, edition=edition, section=edition.sections.get(key="region"), canonical=True
    )
    article.latest_revision.publish()


def _bake() -> dict[str, dict[str, str]]:
    from tintuc.network.models import Site
    from tintuc.publishing import tree
    from tintuc.publishing.actions.bake import bake_pages
    from tintuc.publishing.actions.repair import write_hosts
    from tintuc.publishing.bakery import refs_for
    from tintuc.reading import specimen
    from tintuc.reading.duties import draw_picture
    from tintuc.stories.models import Photo

    draw_picture(Photo.objects.order_by("pk").first().pk)
    bake_pages(refs_for(["all"], whole=True))
    bake_pages(_pairs())
    write_hosts()
    for site in Site.objects.all():
        for code, theme in itertools.product(specimen.LANGUAGES, specimen.THEMES):
            place = tree.file_for(site.host, f"/specimen/{code}-{theme}.html")
            tree.write(place, specimen.specimen_page(site, code, theme))
    site = Site.objects.get(style="serif")
    return {edition.language: _pages(edition) for edition in site.editions.select_related("site")}


def _pairs() -> list[Any]:
    """The pair of languages each edition's first article is looked at with, as if a reader had asked for it."""
    from tintuc.network.models import Edition
    from tintuc.publishing.bakery import PageRef
    from tintuc.stories.models import Placement

    firsts = {
        edition: Placement.objects.filter(edition=edition).order_by("pk").first() for edition in Edition.objects.all()
    }
    return [
        PageRef("parallel", edition.pk, f"{first.pk}:{'vi' if edition.language == 'en' else 'en'}")
        for edition, first in firsts.items()
        if first
    ]


def _pages(edition: Any) -> dict[str, str]:
    """The kinds of page of one edition, search and the missing page among them, which are written beside the others."""
    from tintuc.publishing.models import BakedFile
    from tintuc.stories.models import Placement

    mine = Placement.objects.filter(edition=edition).order_by("pk")
    formats = {one.article.story.format: one.path for one in mine.select_related("article__story")}
    interview = mine.filter(article__story__format="interview").first()
    first = mine[0].path.removesuffix(".html")
    other = "en" if edition.speech.path != "en" else "vi"
    days = BakedFile.objects.filter(host=edition.site.host, path__regex=rf"^{edition.root}map/\d+/\d+/\d+/$")
    day = days.values_list("path", flat=True).first() or f"{edition.root}map/"
    pages = {
        "front": edition.root,
        "section": mine[0].section.path,
        "article": mine[0].path,
        "interview": (interview or mine[0]).path,
        "search": _answer(edition, "search", f"{edition.root}search/"),
        "results": _answer(
            edition, "search", f"{edition.root}search/?q=%s" % mine[0].article.headline.split()[0], "search/results/"
        ),
        "missing": _answer(edition, "not_found", f"{edition.root}nothing-here.html"),
        "map": f"{edition.root}map/",
        "month": day.rsplit("/", 2)[0] + "/",
        "day": day,
        "hot": f"{edition.root}hot/",
        "live": formats.get("live", mine[0].path),
        "pictures": formats.get("pictures", mine[0].path),
        "explainer": formats.get("explainer", mine[0].path),
        "topic": f"{edition.root}topics/coast/",
        "person": f"{edition.root}people/an-le/",
        "section month": mine[0].path.rpartition("/")[0] + "/",
        "history": f"{first}/history.html",
        "parallel": f"{first}/{edition.speech.path}+{other}.html",
        "error": f"{edition.root}error.html",
    }
    return pages | {key: f"{edition.root}{key}/" for key in STANDING}


def _answer(edition: Any, view: str, address: str, place: str = "") -> str:
    """What the application answers for an address, written as a file so that one server hands out everything.

    A file has no query: an address with one is written to another ``place``.
    """
    from tintuc.publishing import tree
    from tintuc.reading import views

    request = RequestFactory().get(address)
    request.site_id = edition.site_id  # type: ignore[attr-defined]
    answer = views.search(request, edition.speech.path) if view == "search" else views.not_found(request)
    path = edition.root + place if place else address
    tree.write(tree.file_for(edition.site.host, path), answer.content)
    return path
