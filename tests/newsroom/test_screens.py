"""The desk's screens: what people see, may do, and are refused."""

import datetime as dt
import re
import zoneinfo

import pytest
from django.contrib.admin.utils import quote
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.utils import timezone
from lxml import html

from tintuc.checks import catalogue
from tintuc.network.models import Edition, Membership, Section, Site
from tintuc.stories.models import Article, Contributor, Credit, Placement, Story
from tintuc.translation.models import EngineAllowance, EngineChoice
from writing import paragraph

pytestmark = pytest.mark.django_db

FOREIGN = "港口新码头星期一正式启用,渡轮往返海岛只需十二分钟,居民对此表示欢迎。"


@pytest.fixture
def held(make_article):
    return make_article(body=[paragraph("p1", "The pier was opened on Monday by the town."), paragraph("p2", FOREIGN)])


def edit_url(article: Article) -> str:
    return reverse("wagtailsnippets_stories_article:edit", args=[article.pk], urlconf="tintuc.config.urls")


def form(article: Article, **changes) -> dict[str, str]:
    """The editor's form as a browser would send it, paragraphs only."""
    version = article.newest()
    data = {name: getattr(version, name) for name in ("kicker", "headline", "standfirst", "dateline", "slug", "engine")}
    data |= {"origin": version.origin, "released_at": "", "body-count": str(len(version.raw_body()))}
    for number, block in enumerate(version.raw_body()):
        text = re.sub(r"<[^>]+>", "", block["value"])
        content = {"blocks": [{"key": f"k{number}", "text": text, "type": "unstyled", "depth": 0,
                               "inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}  # fmt: skip
        import json

        data |= {
            f"body-{number}-deleted": "",
            f"body-{number}-order": str(number),
            f"body-{number}-type": "paragraph",
            f"body-{number}-id": block["id"],
            f"body-{number}-value": json.dumps(content),
        }
    return data | changes


def test_every_role_gets_in_and_strangers_do_not(desk, make_article):
    """Whoever works on a site gets the desk; a person without a role does not."""
    make_article()
    for role in ("reporter", "translator", "editor", "chief"):
        page = desk(role).get("/")
        assert page.status_code == 200
        assert "New pier shortens the crossing" in page.content.decode()
    assert desk("stranger").get("/").status_code == 302


def test_list_shows_and_filters(desk, make_article):
    """The list shows articles with language and state, and narrows by words."""
    make_article()
    url = reverse("wagtailsnippets_stories_article:list", urlconf="tintuc.config.urls")
    assert "New pier" in desk("reporter").get(url).content.decode()
    assert "New pier" not in desk("reporter").get(url, {"words": "elsewhere"}).content.decode()


def test_the_list_finds_drafts_by_the_headline_it_shows(desk, make_article):
    """A draft is found by its newest headline, which its row does not have yet."""
    article = make_article()
    article.headline = "Old pier stays after all"
    article.save_revision()
    url = reverse("wagtailsnippets_stories_article:list", urlconf="tintuc.config.urls")
    assert "Old pier stays" in desk("reporter").get(url, {"words": "pier stays"}).text


def test_the_list_says_where_it_ends(desk, make_article, monkeypatch):
    """A list that goes on behind the last row that can be paged to says so there, and when it is narrowed."""
    monkeypatch.setattr("tintuc.newsroom.long_lists.MOST", 31)
    url = reverse("wagtailsnippets_stories_article:list", urlconf="tintuc.config.urls")
    says = "Only the first 31 are listed."
    for _ in range(30):
        make_article()
    assert says not in desk("reporter").get(url).text
    for _ in range(2):
        make_article()
    assert says not in desk("reporter").get(url).text
    assert says in desk("reporter").get(url, {"p": 2}).text
    assert says in desk("reporter").get(url, {"live": "false"}).text


def test_the_list_asks_for_states_together(desk, make_article, django_assert_num_queries):
    """The list tells drafts, what is planned and what was taken down, and asks as much for ten as for one."""
    planned, gone = make_article(), make_article()
    planned.revisions.update(approved_go_live_at=timezone.now() + dt.timedelta(days=1))
    gone.placements.update(withdrawn_at=timezone.now())
    url = reverse("wagtailsnippets_stories_article:list", urlconf="tintuc.config.urls")
    client = desk("reporter")
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        page = html.fromstring(client.get(url).content)
    told = [cell.text_content().strip() for cell in page.xpath("//table//td") if cell.text_content().strip()]
    assert {"scheduled", "withdrawn"} <= set(told)
    for _ in range(8):
        make_article()
    with django_assert_num_queries(len(few)):
        client.get(url)


def test_the_first_page_names_what_is_in_work(desk, make_article):
    """A draft stands on the desk's first page under its newest headline, not the one its row still has."""
    article = make_article()
    article.headline = "Old pier stays after all"
    article.save_revision()
    assert "Old pier stays after all" in desk("editor").get("/").text


def test_the_editor_shows_findings_with_their_blocks(desk, held):
    """The integrity panel names the finding, its words and the block to go to."""
    page = desk("reporter").get(edit_url(held)).content.decode()
    assert 'data-block="p2"' in page
    assert "On hold" in page
    assert "Go to block" in page
    assert "data-waive=" not in page, "a reporter may not waive"
    assert "data-waive=" in desk("editor").get(edit_url(held)).content.decode()


def test_release_is_refused_with_the_findings_shown(desk, held):
    """Pressing Release on a held article keeps the draft and says what holds it."""
    answer = desk("editor").post(edit_url(held), form(held, **{"action-publish": "1"}), follow=True)
    page = answer.content.decode()
    assert "Not released." in page
    assert "Han script" in page
    held.refresh_from_db()
    assert not held.live


def test_waive_then_release(desk, held):
    """An editor waives with a reason in the panel and the release goes through."""
    page = desk("editor").get(edit_url(held)).content.decode()
    fingerprint = re.search(r'data-finding="([0-9a-f]+)"[^>]*data-block="p2"', page)[1]
    url = reverse("newsroom_waive", args=[held.pk], urlconf="tintuc.config.urls")
    short = desk("editor").post(
        url, {"fingerprint": fingerprint, "reason": "ok"}, headers={"accept": "application/json"}
    )
    assert short.status_code == 403
    assert short.json()["error"]
    answer = desk("editor").post(url, {"fingerprint": fingerprint, "reason": "A poem, quoted."})
    assert answer.json()["open"] == 0
    assert "A poem, quoted." in answer.json()["panel"]
    desk("editor").post(edit_url(held), form(held, **{"action-publish": "1"}))
    held.refresh_from_db()
    assert held.live


def waive_in_panel(client, article: Article, **values) -> dict:
    """What the panel answers to a waiver of the finding in p2."""
    page = client.get(edit_url(article)).content.decode()
    fingerprint = re.search(r'data-finding="([0-9a-f]+)"[^>]*data-block="p2"', page)[1]
    url = reverse("newsroom_waive", args=[article.pk], urlconf="tintuc.config.urls")
    data = {"fingerprint": fingerprint, "reason": "A poem, quoted."} | values
    return client.post(url, data, headers={"accept": "application/json"}).json()


def test_a_waiver_may_end(desk, held):
    """A waiver holds through its last day where the article is at home; the panel says so, and says when it is over."""
    today = timezone.localdate(timezone=zoneinfo.ZoneInfo("Europe/London"))
    past = {"until": f"{today - dt.timedelta(days=1)}"}
    assert "is over" in waive_in_panel(desk("editor"), held, **past)["error"]
    assert "no day" in waive_in_panel(desk("editor"), held, until="soon")["error"]
    answer = waive_in_panel(desk("editor"), held, until=f"{today}")
    assert answer["open"] == 0
    assert "editor waived this: A poem, quoted. It holds until" in answer["panel"]
    waiver = held.waivers.get()
    assert waiver.until.astimezone(zoneinfo.ZoneInfo("Europe/London")).date() == today
    assert waiver.holds_at(timezone.now())
    waiver.until = timezone.now() - dt.timedelta(seconds=1)
    waiver.save()
    page = desk("editor").get(edit_url(held)).content.decode()
    assert "On hold" in page
    assert "editor waived this until" in page


def test_waivers_no_longer_needed_are_shown_and_taken_back(desk, held):
    """When its words are gone a waiver is listed with person and reason, and an editor takes it back."""
    waive_in_panel(desk("editor"), held)
    version = held.newest()
    version.body = version.raw_body()[:1]
    version.save_revision()
    page = desk("editor").get(edit_url(held)).content.decode()
    assert "Waivers no longer needed" in page
    assert "editor waived this: A poem, quoted." in page
    fingerprint = re.search(r'data-take-back="[^"]+" data-fingerprint="([0-9a-f]+)"', page)[1]
    assert "data-take-back=" not in desk("reporter").get(edit_url(held)).content.decode()
    url = reverse("newsroom_take_back", args=[held.pk], urlconf="tintuc.config.urls")
    answer = desk("editor").post(url, {"fingerprint": fingerprint})
    assert "Waivers no longer needed" not in answer.json()["panel"]
    assert held.waivers.get().taken_back_at


def test_a_finding_that_can_be_mended_has_its_fix(desk, make_article):
    """The panel gives quote, place and replacement to the key that applies them, and names the keys."""
    article = make_article(body=[paragraph("p1", "The pier is open.. It is “new” .")])
    page = html.document_fromstring(desk("reporter").get(edit_url(article)).content.decode())
    found = {item.get("data-quote"): item for item in page.xpath("//li[@data-replacement]")}
    assert {quote: item.get("data-replacement") for quote, item in found.items()} == {"..": ".", " .": "."}
    assert [found[".."].get(f"data-{name}") for name in ("field", "block", "part", "start")] == ["body", "p1", "", "16"]
    assert all(item.xpath(".//button[@data-apply]") for item in found.values())
    keys = page.find_class("tintuc-keys")[0].text_content()
    assert all(key in keys for key in ("Alt+J", "Alt+K", "Alt+Enter"))
    assert "Alt+W" not in keys, "a reporter may not waive"


def test_the_catalogue_of_checks(desk, held):
    """Everybody at the desk reads what each check asks, why, and what to do; findings lead there."""
    address = lambda name, *args: reverse(name, args=args, urlconf="tintuc.config.urls")  # noqa: E731
    assert address("newsroom_check", "language.foreign-script") in desk("reporter").get(edit_url(held)).content.decode()
    page = desk("reporter").get(address("newsroom_checks")).content.decode()
    assert page.count("<code>") == len(catalogue())
    for check in catalogue().values():
        card = desk("translator").get(address("newsroom_check", check.id))
        text = html.document_fromstring(card.content.decode()).find_class("tintuc-cards")[0].text_content()
        assert card.status_code == 200
        assert check.why in text
        assert check.fix in text
        assert "%(" not in text, check.id
    assert desk("translator").get(address("newsroom_check", "no.such")).status_code == 404
    assert desk("stranger").get(address("newsroom_checks")).status_code == 302


def test_a_clean_article_is_released_from_the_editor(desk, make_article):
    """Pressing Release on a clean article releases it."""
    article = make_article()
    desk("editor").post(edit_url(article), form(article, headline="A changed headline", **{"action-publish": "1"}))
    article.refresh_from_db()
    assert article.live
    assert article.current_release.content["headline"] == "A changed headline"
    assert [block["id"] for block in article.current_release.content["body"]] == ["p1", "p2"]


def test_a_reporter_does_not_release(desk, make_article):
    """A reporter's Release button, were it pressed, only saves a draft."""
    article = make_article()
    assert "action-publish" not in desk("reporter").get(edit_url(article)).content.decode()
    desk("reporter").post(edit_url(article), form(article, headline="Mine", **{"action-publish": "1"}))
    article.refresh_from_db()
    assert not article.live


def test_nobody_saves_over_anothers_words(desk, make_article, people):
    """A save from a screen that is older than another's save is refused, and the words stay in the form."""
    article = make_article()
    loaded = article.latest_revision
    newer = article.newest()
    newer.headline = "By the other one"
    newer.save_revision(user=people["chief"])
    stale = form(article, headline="By me") | {
        "loaded_revision_id": str(loaded.pk),
        "loaded_revision_created_at": loaded.created_at.isoformat(),
    }
    answer = desk("editor").post(edit_url(article), stale)
    page = answer.content.decode()
    assert "chief has saved this article since you opened it" in page
    assert "By me" in page
    assert article.newest().headline == "By the other one"


def test_a_story_begins_with_a_form(desk, site):
    """A reporter begins a story and lands in its editor; the article is placed."""
    edition = site.editions.get(language="vi")
    url = reverse("newsroom_new_story", urlconf="tintuc.config.urls")
    form = desk("reporter").get(url).content.decode()
    assert all(f'name="{field}"' in form for field in ("edition", "slugline", "headline", "format"))
    data = {"edition": edition.pk, "slugline": "ben-pha", "headline": "Bến phà mới", "format": "news"}
    answer = desk("reporter").post(url, data)
    article = Article.objects.get()
    assert answer.headers["Location"] == edit_url(article)
    assert (article.story.slugline, article.slug, article.placements.get().edition) == (
        "ben-pha",
        "ben-pha-moi",
        edition,
    )


def test_translate_place_and_name(desk, make_article, site):
    """Translating, placing, naming and vouching work from the panel."""
    article = make_article()
    url = lambda name: reverse(f"newsroom_{name}", args=[article.pk], urlconf="tintuc.config.urls")  # noqa: E731
    desk("translator").post(url("translate"), {"language": "vi"})
    target = article.story.articles.get(language="vi")
    assert "not translated" in desk("translator").get(edit_url(target)).content.decode()
    section = site.editions.get(language="en").sections.get()
    Placement.objects.filter(article=article).delete()
    desk("editor").post(url("place"), {"section": section.pk})
    assert article.placements.get().canonical
    person = Contributor.objects.create(name="Mai Vu", slug="mai-vu")
    desk("reporter").post(url("credit"), {"contributor": person.pk, "role": "editor"})
    assert Credit.objects.filter(contributor=person).exists()
    desk("editor").post(url("vouch"))
    assert article.newest().vouched


def test_preview_shows_the_page_as_readers_would_get_it(desk, make_article):
    """A preview shows the unreleased words on the edition's page, and runs no script."""
    article = make_article()
    edition = article.placements.get().edition_id
    url = reverse("wagtailsnippets_stories_article:preview_on_edit", args=[article.pk], urlconf="tintuc.config.urls")
    posted = desk("editor").post(f"{url}?mode={edition}", form(article, headline="Seen before release"))
    assert posted.json()["is_valid"]
    page = desk("editor").get(f"{url}?mode={edition}&in_preview_panel=true")
    assert "Seen before release" in page.content.decode()
    assert "script-src" not in page.headers["Content-Security-Policy"]


@pytest.fixture
def foreign_site(db, people):
    """Another site, whose editor is nobody on the first."""
    other = Site.objects.create(key="other", masthead="Other", host="other.test")
    edition = Edition.objects.create(site=other, language="en")
    Section.objects.create(edition=edition, key="world", name="World", slug="world")
    Membership.objects.create(user=people["stranger"], site=other, role="chief")
    return other


def snippet_urls(model: str, pk: int, revision: int) -> list[str]:
    """Every address of a snippet viewset that names a row."""
    names = set()
    resolver = get_resolver("tintuc.config.urls")
    for namespace, (prefix, sub) in resolver.namespace_dict.items():
        if namespace == f"wagtailsnippets_{model}":
            names = {(name, prefix) for name in sub.reverse_dict if isinstance(name, str)}
    found = []
    for name, _ in sorted(names):
        for args in ([quote(pk)], [quote(pk), revision], [quote(pk), revision, revision], [quote(pk), "approve", 1]):
            try:
                found.append(reverse(f"wagtailsnippets_{model}:{name}", args=args, urlconf="tintuc.config.urls"))
            except Exception:
                continue
    return found


def test_no_address_of_another_sites_row_opens(desk, make_article, foreign_site):
    """Whoever works on another site gets nothing of this one's rows, by no address, and changes nothing."""
    article = make_article()
    edition = article.placements.get().edition
    rows = {
        "stories_article": article.pk,
        "stories_story": article.story_id,
        "network_site": edition.site_id,
        "network_edition": edition.pk,
        "network_section": edition.sections.get().pk,
        "network_membership": Membership.objects.filter(site=edition.site).first().pk,
        "network_network": 1,
        "translation_enginechoice": EngineChoice.objects.create(site=edition.site, engine="far").pk,
        "translation_engineallowance": EngineAllowance.objects.create(site=edition.site, engine="far").pk,
    }
    tried = 0
    for model, pk in rows.items():
        for url in snippet_urls(model, pk, article.latest_revision_id):
            for send in (desk("stranger").get, desk("stranger").post):
                answer = send(url)
                tried += 1
                text = answer.content.decode(errors="replace")
                assert answer.status_code in {302, 403, 404, 405}, (url, answer.status_code)
                assert "New pier" not in text, url
    assert tried > 60
    article.refresh_from_db()
    assert Article.objects.get().headline == "New pier shortens the crossing"
    assert Story.objects.count() == 1


def test_no_act_on_another_sites_article(desk, make_article, foreign_site):
    """None of the panel's acts works on another site's article."""
    article = make_article()
    acts = ("waive", "take_back", "translate", "confirm", "vouch", "withdraw", "place", "unplace", "credit", "uncredit")
    for act in acts:
        url = reverse(f"newsroom_{act}", args=[article.pk], urlconf="tintuc.config.urls")
        answer = desk("stranger").post(url, {"language": "vi", "placement": article.placements.get().pk})
        assert answer.status_code in {302, 403}, act
        assert desk("stranger").get(url).status_code == 405
    assert Article.objects.count() == 1
    assert article.placements.count() == 1


def test_a_list_shows_only_ones_own(desk, make_article, foreign_site):
    """Lists hold no row of another site."""
    make_article()
    for model in ("stories_article", "stories_story", "network_site", "network_edition", "network_membership"):
        url = reverse(f"wagtailsnippets_{model}:list", urlconf="tintuc.config.urls")
        page = desk("stranger").get(url).content.decode()
        assert "New pier" not in page
        assert "Bắc Đẩu (vi)" not in page


def test_a_chief_sets_up_ones_own_site_only(desk, site, foreign_site, people):
    """A chief changes an edition of the own site, and cannot put rows or rights on another's."""
    add = reverse("wagtailsnippets_network_membership:add", urlconf="tintuc.config.urls")
    data = {"user": people["stranger"].pk, "site": site.pk, "role": "chief"}
    assert desk("stranger").post(add, data).status_code == 200, "the site is not among the choices"
    assert not Membership.objects.filter(user=people["stranger"], site=site).exists()
    desk("chief").post(add, {"user": people["stranger"].pk, "site": site.pk, "role": "reporter"})
    assert Membership.objects.filter(user=people["stranger"], site=site, role="reporter").exists()
    assert desk("reporter").get(add).status_code == 302


def test_the_desk_loads_nothing_from_elsewhere(desk, make_article):
    """Every page of the desk carries its content policy, and names no other host."""
    article = make_article()
    for url in ("/", edit_url(article)):
        answer = desk("editor").get(url)
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        loaded = re.findall(r"""(?:src=|<link[^>]+href=)["'](https?://[^"']+)""", answer.content.decode())
        assert not loaded


@pytest.fixture
def reviewed():
    """The workflow that a fresh newsroom has, whatever tests before have emptied."""
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Workflow, WorkflowContentType, WorkflowTask

    from tintuc.newsroom.models import EditorsReview

    if not EditorsReview.objects.exists():
        workflow = Workflow.objects.create(name="Review")
        WorkflowTask.objects.create(workflow=workflow, task=EditorsReview.objects.create(name="Review"))
        WorkflowContentType.objects.create(workflow=workflow, content_type=ContentType.objects.get_for_model(Article))


def test_a_reporter_submits_and_an_editor_releases(desk, make_article, people, reviewed):
    """A reporter submits an article; it waits for editors of its site only; approving releases it."""
    article = make_article()
    assert "action-submit" in desk("reporter").get(edit_url(article)).content.decode()
    desk("reporter").post(edit_url(article), form(article, **{"action-submit": "1"}))
    article = Article.objects.get(pk=article.pk)
    task = article.current_workflow_task
    assert task is not None
    assert task.get_actions(article, people["reporter"]) == []
    assert task.get_actions(article, people["stranger"]) == []
    assert [name for name, _, _ in task.get_actions(article, people["editor"])] == ["reject", "approve"]
    approve = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    desk("editor").post(edit_url(article), form(article, **approve))
    article = Article.objects.get(pk=article.pk)
    assert article.live
    assert article.current_workflow_task is None


def test_approving_a_held_article_is_refused(desk, held, reviewed):
    """Approving a held article shows its findings; it stays in review and goes nowhere."""
    desk("reporter").post(edit_url(held), form(held, **{"action-submit": "1"}))
    held = Article.objects.get(pk=held.pk)
    approve = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    page = desk("editor").post(edit_url(held), form(held, **approve), follow=True).content.decode()
    assert "Not released." in page
    held = Article.objects.get(pk=held.pk)
    assert not held.live
    assert held.current_workflow_task is not None


def test_versions_can_be_compared_and_brought_back(desk, make_article):
    """The history lists versions, two of them can be compared, and an old one can be opened again."""
    article = make_article()
    first = article.latest_revision
    version = article.newest()
    version.headline = "A second headline"
    second = version.save_revision()
    names = {
        "history": [article.pk],
        "revisions_compare": [article.pk, first.pk, second.pk],
        "revisions_revert": [article.pk, first.pk],
    }
    for name, args in names.items():
        url = reverse(f"wagtailsnippets_stories_article:{name}", args=args, urlconf="tintuc.config.urls")
        answer = desk("editor").get(url)
        assert answer.status_code == 200, name
        if name == "revisions_compare":
            assert "second" in answer.content.decode()
        if name == "revisions_revert":
            assert "New pier shortens" in answer.content.decode()


def test_a_lock_keeps_others_out(desk, make_article):
    """An article one person has locked cannot be saved by another."""
    article = make_article()
    lock = reverse("wagtailsnippets_stories_article:lock", args=[article.pk], urlconf="tintuc.config.urls")
    desk("editor").post(lock)
    article.refresh_from_db()
    assert article.locked
    page = desk("reporter").post(edit_url(article), form(article, headline="Mine")).content.decode()
    assert "locked" in page
    assert article.newest().headline != "Mine"
