"""Every address of the desk, found from the table of addresses, under the hands of somebody from another site."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.db.models import Model, Q
from django.urls import get_resolver
from django.utils import timezone

from tintuc.integrity.models import Waiver
from tintuc.names.models import Proposal
from tintuc.network.models import Edition, Membership, Section, Site
from tintuc.newsroom.models import Notice, NoticeSettings
from tintuc.newsroom.views.translation import ACTS
from tintuc.publishing.models import Plan
from tintuc.stories.models import Article, Placement, Story
from tintuc.translation.actions.comment import comment
from tintuc.translation.actions.translate_into import translate_into
from tintuc.translation.actions.write import write
from tintuc.translation.models import Concept, Drafting, EngineAllowance, EngineChoice, MemoryUnit, Term
from writing import paragraph

pytestmark = pytest.mark.django_db

#: Stands in everything that only people of the site may read, and is the primary key of its rows.
SECRET, PK = "zugeknoepft", 77_001
#: Where the desk's own screens are; some of Wagtail's break on forms that no browser sends.
OWN = ("/desk/", "/notices/", "/media/")
#: Rows that change whenever anybody does anything, and say nothing of a site.
PASSING = frozenset({"sessions", "axes", "auth", "contenttypes", "jobs", "wagtailadmin"})


@pytest.fixture
def closed(people, django_user_model):
    """A site with one of everything, of which the stranger, chief of another site, is to learn nothing."""
    there = Site.objects.create(key="there", masthead="There", host="there.test")
    Section.objects.create(
        edition=Edition.objects.create(site=there, language="en"), key="world", name="World", slug="world"
    )
    Membership.objects.create(user=people["stranger"], site=there, role="chief")
    site = Site.objects.create(pk=PK, key="closed", masthead="Closed", host="closed.test")
    for pk, language in ((PK, "en"), (PK + 1, "vi")):
        edition = Edition.objects.create(pk=pk, site=site, language=language)
        Section.objects.create(pk=pk, edition=edition, key="world", name="World", slug="world")
    person = django_user_model.objects.create_user("person-of-closed", password="a long password")
    Membership.objects.create(pk=PK, user=person, site=site, role="chief")
    story = Story.objects.create(pk=PK, slugline=SECRET, site=site, source_language="en", note=f"Note {SECRET}")
    words = {"headline": f"Headline {SECRET}", "body": [paragraph("p1", f"Words {SECRET}.")]}
    article = Article(pk=PK, story=story, language="en", slug="pier", **words)
    article.save()
    article.save_revision(user=person)
    Placement.objects.create(
        pk=PK, article=article, edition_id=PK, section_id=PK, canonical=True, headline=f"Placed {SECRET}"
    )
    target = translate_into(story=story, language="vi", by=person)
    write(article=target, words={"p1": f"Chữ {SECRET}."}, by=person)
    comment(article=article, place="p1", text=f"Said {SECRET}", by=person)
    Waiver.objects.create(
        pk=PK, article=article, fingerprint="f" * 64, check_id="x", quote=SECRET, reason=f"Reason {SECRET}", by=person
    )
    Proposal.objects.create(pk=PK, language="en", text=f"Name {SECRET}", article=PK, site=PK)
    Plan.objects.create(pk=PK, story=story, at=timezone.now() + dt.timedelta(days=1), reason=SECRET)
    Drafting.objects.create(pk=PK, article_id=PK, engine="far", by=person)
    EngineChoice.objects.create(pk=PK, site=site, engine=f"e-{SECRET}")
    EngineAllowance.objects.create(pk=PK, site=site, engine=f"e-{SECRET}")
    concept = Concept.objects.create(pk=PK, site=site, ident=SECRET, subject=SECRET)
    Term.objects.create(pk=PK, concept=concept, language="en", text=f"term {SECRET}", head="term")
    MemoryUnit.objects.create(
        pk=PK, source_language="en", language="vi", source=f"Memory {SECRET}", target=SECRET, site=site, key="p1",
        source_digest=1, target_digest=1, at=timezone.now(), article=article,
    )  # fmt: skip
    Notice.objects.create(
        pk=PK, person=person, kind="commented", article=article, values={"text": SECRET}, at=timezone.now()
    )
    NoticeSettings.objects.create(pk=PK, person=person)
    return Article.objects.get(pk=PK)


def addresses(patterns: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every address the desk answers, as the chain of patterns that leads to it."""
    for pattern in patterns:
        chain = (*before, pattern)
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns, chain)
        else:
            yield chain


def filled(chain: tuple[Any, ...], values: dict[str, list[Any]]) -> Iterator[str]:
    """The address with each of the values that name something of the closed site."""
    texts = ["/"]
    for pattern in (one.pattern for one in chain):
        route = getattr(pattern, "_route", None)
        if route is not None:
            pieces = re.split(r"<(?:\w+:)?(\w+)>", str(route))
        else:
            bare = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", str(pattern.regex.pattern))
            pieces = re.split(
                r"<(\w+)>", re.sub(r"\\(.)", r"\1", bare.strip("^").removesuffix("$").removesuffix("\\Z"))
            )
        for number, piece in enumerate(pieces):
            if number % 2 and piece not in values:
                raise AssertionError(f"{route}: say here what {piece!r} of an address of the desk is to be")
            texts = [text + str(value) for text in texts for value in (values[piece] if number % 2 else [piece])]
    yield from texts


class Kept:
    """All rows of the closed site, and all that hang on them, as they are when this is made."""

    def __init__(self) -> None:
        self.numbers = [PK, PK + 1, *Article.objects.filter(story=PK).values_list("pk", flat=True)]
        self.models: list[type[Model]] = [
            model for model in apps.get_models() if model._meta.managed and model._meta.app_label not in PASSING
        ]
        self.known = {model: list(self._of_the_site(model).values_list("pk", flat=True)) for model in self.models}
        self.before = self.now()

    @staticmethod
    def _of_the_site(model: type[Model]) -> Any:
        numbered = "Auto" in model._meta.pk.get_internal_type()
        return model.objects.filter(pk__gte=PK) if numbered else model.objects.none()

    def now(self) -> dict[str, str]:
        """The rows known when this was made, and those that hang on the site's by now."""
        found = {}
        for model in self.models:
            mine = Q(pk__in=self.known[model])
            for field in model._meta.concrete_fields:
                if field.related_model in {Site, Edition, Section, Story, Article, Concept, Plan, Drafting}:
                    mine |= Q(**{f"{field.name}__in": self.numbers})
                elif field.name in {"article", "article_id", "site"}:
                    mine |= Q(**{field.name: PK})
            found[model._meta.label] = serializers.serialize("json", model.objects.filter(mine).order_by("pk"))
        return found


def values(article: Article) -> dict[str, list[Any]]:
    """What each piece of an address of the desk is, for the closed site. A new kind of piece is named here."""
    rows = "pk page_id parent_page_id page_to_move_id destination_id object_id page_pk"
    others = (
        "task_state_id task_id workflow_state_id collection_id session_id workflow_pk document_id doc_id "
        "uploaded_file_id image_id"
    )
    return {
        **{name: [PK] for name in rows.split()},
        **{name: [1] for name in others.split()},
        **{name: [article.latest_revision_id] for name in ("revision_id", "revision_id_a", "revision_id_b")},
        **{name: ["stories"] for name in ("app_label", "content_type_app_name", "app_name")},
        **{name: ["article", "story"] for name in ("model_name", "content_type_model_name")},
        "kind": ["atom", "po", "xliff", "findings", "beside", "preview"],
        "act": list(ACTS),
        "action": ["delete", "publish"],
        "action_name": ["approve", "collect"],
        "filter_spec": ["original"],
        "ident": ["x"],
        "key": ["closed", "about"],
        "language": ["en"],
        "theme": ["light"],
        "path": ["original_images/x.png"],
        "token": ["x" * 43],
        "uidb64": ["x"],
    }


@pytest.mark.parametrize("who", ["stranger", "nobody"])
def test_no_address_of_the_desk_tells_or_changes_anything_of_another_site(desk, closed, who):
    """Whoever sets up another site, or is not logged in, learns nothing of this one and changes nothing, anywhere."""
    client = desk("stranger")
    if who == "nobody":
        client.logout()
    client.raise_request_exception = False
    kept, tried, told = Kept(), 0, []
    asked = dict.fromkeys(("id", "ids", "article", "story", "site", "edition", "section", "placement", "person"), PK)
    asked |= {"q": SECRET[:6], "words": SECRET[:6], "key": "p1", "place": "p1", "next": "/", "language": "vi"}
    asked |= {"fingerprint": "f" * 64, "reason": "A reason of some length", "value": "<p>Mine</p>", "text": "Mine"}
    for chain in addresses(get_resolver("tintuc.config.urls").url_patterns):
        for url in filled(chain, values(closed)):
            if "logout" in url:
                continue
            for answer in (client.get(url, asked), client.post(url, asked)):
                tried += 1
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                if SECRET.encode() in body or (answer.status_code >= 500 and url.startswith(OWN)):
                    told.append((answer.request["REQUEST_METHOD"], url, answer.status_code))
    assert told == []
    assert tried > 800
    now = kept.now()
    assert [label for label, rows in kept.before.items() if rows != now[label]] == []
    if who == "stranger":
        assert client.get("/").status_code == 200


def test_the_closed_site_is_told_to_its_own(desk, closed, people):
    """The same words are shown to who works on the site, so that the walk above would see them."""
    Membership.objects.create(user=people["editor"], site_id=PK, role="chief")
    client, target = desk("editor"), closed.story.articles.get(language="vi")
    for url in (
        f"/snippets/stories/article/edit/{PK}/",
        f"/desk/article/{target.pk}/translation/",
        f"/desk/board/{PK}/",
    ):
        assert SECRET in client.get(url).content.decode(), url
