"""The whole way of one story: the seed page taken in, refused, mended, released, translated, read and withdrawn."""

from __future__ import annotations

import json
import re

import pytest
from django.utils import timezone
from lxml import etree, html

from tintuc.counting.queries import reads
from tintuc.intake.actions.take_in import take_in
from tintuc.integrity.queries import inspect
from tintuc.jobs.worker import run_due
from tintuc.network.models import Edition, Section, Site
from tintuc.publishing import tree
from tintuc.publishing.actions.bake_at import bake_at
from tintuc.publishing.actions.bake_marked import bake_marked
from tintuc.publishing.actions.release import release
from tintuc.publishing.actions.withdraw import withdraw
from tintuc.search.queries import find
from tintuc.stories.errors import NotCleared
from tintuc.stories.models import Article, Contributor, Credit, Licence, Placement, Provider
from tintuc.translation.actions.translate_into import translate_into

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.shared]

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def second(site):
    """A second site with a Vietnamese edition."""
    other = Site.objects.create(key="song-bien", masthead="Sóng Biển", host="song-bien.test")
    edition = Edition.objects.create(site=other, language="vi", time_zone="Asia/Ho_Chi_Minh")
    Section.objects.create(edition=edition, key="world", name="Quốc tế", slug="quoc-te")
    return other


@pytest.fixture
def article(shared, site, people):
    """The seed page as taken in."""
    page = (shared / "data" / "seed" / "page.html").read_bytes()
    edition = site.editions.get(language="vi")
    return take_in(raw=page, filename="page.html", edition=edition, by=people["reporter"]).article


def found(article: Article) -> dict[str, list]:
    findings: dict[str, list] = {}
    for finding in inspect(article.newest()).findings:
        findings.setdefault(finding.check, []).append(finding)
    return findings


def text_of(value) -> str:
    return value["text"] if isinstance(value, dict) else value


def mend(article: Article) -> None:
    """Do what an editor would: drop what is foreign, join what was torn, one name, true dates, a source."""
    article = article.newest()
    body = []
    for block in article.raw_body():
        words = re.sub(r"<[^>]+>", "", text_of(block["value"])).strip()
        if re.search(r"[\u4e00-\u9fff]", words) or (words.isupper() and len(words) < 30):
            continue
        fixed = text_of(block["value"]).replace(" .", ".").replace("ép buộc..", "ép buộc.")
        fixed = re.sub(r"(?<=\w)\. (?=[a-zàáâãèéêìíòóôõùúýăđĩũơưạ-ỹ])", " ", fixed)
        fixed = re.sub(r"(Maki|Asaki) Kobayashi|Kobayashi Maki", "Maki Kobayashi", fixed)
        if isinstance(block["value"], dict):
            block["value"] = block["value"] | {"text": fixed}
        else:
            block["value"] = fixed
        body.append(block)
    article.body = body
    article.headline = article.headline.replace("Asaki Kobayashi", "Maki Kobayashi")
    article.released_at = timezone.now()
    article.save_revision()
    story = article.story
    story.licence = Licence.objects.create(
        code="by", name="CC BY 4.0", url="https://creativecommons.org/licenses/by/4.0/"
    )
    story.provider = Provider.objects.create(name="Test Broadcaster", url="https://broadcaster.example/")
    story.source_url = "https://broadcaster.example/interview"
    story.save()
    person = Contributor.objects.create(name="An Lê", slug="an-le")
    Credit.objects.create(story=story, contributor=person)


def baked(host: str, path: str) -> str:
    """What readers get at an address; nothing if nothing is there."""
    place = tree.file_for(host, path)
    if place.exists():
        return place.read_text(encoding="utf-8")
    found = bake_at(host, path)
    return found[1].decode() if found else ""


def settle() -> None:
    """What the worker does within a second or two."""
    run_due()
    bake_marked()


def test_the_seed_page_is_refused_with_every_flaw_named(article, people):
    """The seed page lies on hold, and each of its flaws is found at its place."""
    findings = found(article)
    blocks = {block["id"]: re.sub(r"<[^>]+>", "", str(text_of(block["value"]))) for block in article.raw_body()}
    foreign = findings["language.foreign-script"]
    assert len(foreign) == 2
    assert all(re.match(r"[\u4e00-\u9fff]", blocks[finding.place["block"]].strip()) for finding in foreign)
    injected = [finding for check in findings if check.startswith("injection.") for finding in findings[check]]
    assert {finding.quote for finding in injected} == {"ĐÁ GÀ"}
    assert len(injected) == 2
    names = {finding.quote for finding in findings["names.variants"]}
    assert {"Asaki Kobayashi", "Kobayashi Maki"} & names
    assert "dates.released-before-events" in findings
    broken = " ".join(finding.quote for finding in findings["sentences.broken"])
    assert "giữ" in broken
    assert "sentences.doubled-stop" in findings
    assert "typography.space-before-stop" in findings
    assert "rights.missing-source" in findings
    assert "rights.missing-licence" in findings
    assert article.live is False
    with pytest.raises(NotCleared) as refusal:
        release(article=article, by=people["editor"])
    assert refusal.value.findings


def test_from_the_seed_page_to_two_sites_and_back(article, site, second, people, client):
    """Mended, it is cleared, released on two sites, translated, read, counted, listed; withdrawn, it is gone."""
    mend(article)
    assert list(inspect(article.newest()).open_holds) == []
    edition = second.editions.get()
    Placement.objects.create(article=article, edition=edition, section=edition.sections.get())
    live = release(article=article, by=people["editor"])
    settle()
    first = live.placements.get(edition__site=site)
    other = live.placements.get(edition__site=second)
    page = html.fromstring(baked(site.host, first.path))
    assert "Maki Kobayashi" in page.findtext(".//h1")
    assert page.get("lang") == "vi"
    assert baked(second.host, other.path)
    canonical = page.xpath("//link[@rel='canonical']/@href")
    assert canonical == html.fromstring(baked(second.host, other.path)).xpath("//link[@rel='canonical']/@href")

    english = translate_into(story=live.story, language="en", by=people["translator"])
    translate(english, only=2)
    with pytest.raises(NotCleared) as refusal:
        release(article=english, by=people["editor"])
    assert "translation.untranslated" in {finding.check for finding in refusal.value.findings}
    translate(english)
    english = release(article=english, by=people["editor"])
    settle()
    en = english.placements.get(edition__site=site)
    page = html.fromstring(baked(site.host, en.path))
    assert not re.search(r"[ạảấầẩẫậắằẳẵặẹẻẽếềểễệ]", page.xpath("string(//article)").split("Tiếng Việt")[0])
    assert {"vi", "en", "x-default"} <= set(page.xpath("//link[@rel='alternate']/@hreflang"))

    vi = first.edition
    answer = client.post(
        "/c/r", {"a": live.pk}, headers={"host": site.host, "user-agent": BROWSER}, REMOTE_ADDR="203.0.113.9"
    )
    assert json.loads(answer.content) == {"reads": 1}
    assert reads(live.pk) == 1
    everywhere = {
        "front": "/vi/",
        "section": "/vi/the-gioi/",
        "hot list": "/vi/hot/list.html",
        "rss": "/vi/rss.xml",
        "atom": "/vi/atom.xml",
        "map": f"/vi/map/{timezone.now().astimezone(vi.zone):%Y/%m/%d}/",
    }
    for name, path in everywhere.items():
        assert first.path in baked(site.host, path), name
    assert first.path in baked(site.host, f"/sitemap-vi-{first.released_at.astimezone(vi.zone):%Y-%m-%d}.xml")
    etree.fromstring(baked(site.host, "/vi/rss.xml").encode())
    assert find(vi, "hop tac").total == find(vi, "hợp tác").total == 1

    withdraw(article=live, by=people["editor"], reason="test")
    settle()
    assert not tree.file_for(site.host, first.path).exists()
    notice = tree.file_for(site.host, first.path)
    assert notice.with_name(notice.name + ".410").exists()
    for name, path in everywhere.items():
        left = baked(site.host, path)
        assert first.path not in left or "deleted-entry" in left, name
    assert find(vi, "hợp tác").total == 0
    still = html.fromstring(baked(site.host, en.path))
    assert "vi" not in still.xpath("//link[@rel='alternate']/@hreflang")


def translate(article: Article, only: int | None = None) -> None:
    """Write English of our own into the first ``only`` blocks, or into all and the fields."""
    article = article.newest()
    body = article.raw_body()
    for number, block in enumerate(body):
        if only is not None and number >= only:
            break
        words = "The official said in this part of the talk that the two sides would go on working together."
        if block["type"] == "turn":
            speaker = "Reporter" if block["value"]["role"] == "question" else "Maki Kobayashi"
            block["value"] = block["value"] | {"speaker": speaker, "text": f"<p>{words}</p>"}
        elif block["type"] == "crosshead":
            block["value"] = "The next part"
        else:
            block["value"] = f"<p>{words}</p>"
    article.body = body
    if only is None:
        article.headline = "Interview: the two sides go on working together"
        article.standfirst = "What was said, in full."
        article.dateline = "Washington"
        article.slug = "interview"
    article.save_revision()
