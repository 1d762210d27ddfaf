"""A story goes from Chinese into Vietnamese and English by three people at once, is corrected, and catches up.

One has an agency's file, one a machine whose draft she edits, one writes at the desk. All of it through the screens
people use and with the pages readers get.
"""

from __future__ import annotations

import datetime as dt
import json
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from lxml import etree, html

from tintuc.jobs.models import Job
from tintuc.jobs.worker import run_due
from tintuc.network.models import Edition, Membership, Section
from tintuc.publishing import tree
from tintuc.publishing.actions.bake_marked import bake_marked
from tintuc.publishing.actions.release_together import carry_out_due
from tintuc.publishing.models import Plan
from tintuc.stories.models import Article, Contributor
from tintuc.translation.engines import patience
from tintuc.translation.exchange import xliff
from tintuc.translation.models import Progress
from translation import engine_servers as servers

pytestmark = pytest.mark.django_db(transaction=True)

ZH = {
    "headline": "静湾镇新渡口启用，前往吉沙岛只需十二分钟",
    "standfirst": "历时两年建成的浮动码头随潮水升降，渡轮全天都能靠岸。",
    "p1": "静湾镇的新渡口星期一启用，第一班渡轮载着四十名学生驶向吉沙岛。",
    "p2": "过去退潮时渡轮只能停在远处，单程耗时四十分钟。",
    "p3": "新码头架在十二个钢制浮箱上，由三十米长的引桥与岸边相连。",
    "p4": "渡轮合作社说，票价维持八千越南盾，每天的班次由六班增至十四班。",
}
VI = {
    "headline": "Bến phà mới ở Vịnh Lặng rút ngắn đường ra đảo Cát Sa còn mười hai phút",
    "standfirst": "Cầu tàu nổi xây trong hai năm lên xuống theo thủy triều, phà cập bến được suốt ngày.",
    "p1": "Bến phà mới của thị trấn Vịnh Lặng khai trương hôm thứ Hai, chuyến phà đầu tiên chở bốn mươi học sinh ra đảo Cát Sa.",
    "p2": "Trước đây khi nước ròng, phà chỉ neo được ở ngoài xa và mỗi lượt đi mất bốn mươi phút.",
    "p3": "Cầu tàu mới đặt trên mười hai phao thép và nối với bờ bằng nhịp dẫn dài ba mươi mét.",
    "p4": "Hợp tác xã phà cho biết giá vé giữ ở mức tám nghìn đồng, số chuyến mỗi ngày tăng từ sáu lên mười bốn.",
}
EN = {
    "headline": "New pier at Vinh Lang cuts the crossing to Cat Sa island to twelve minutes",
    "standfirst": "The floating pier, two years in the building, rises and falls with the tide, so ferries can land all day.",
    "p1": "The new pier of the town of Vinh Lang opened on Monday, and the first ferry took forty schoolchildren to Cat Sa island.",
    "p2": "Until now the ferry had to anchor far out at low tide, and a crossing took forty minutes.",
    "p3": "The new pier stands on twelve steel pontoons and is joined to the shore by a span thirty metres long.",
    "p4": "The ferry cooperative said that the fare stays at eight thousand dong, and the crossings rise from six to fourteen a day.",
}
#: What the machine says: one passage good, the others as machines write.
MACHINE = {
    ZH["headline"]: "Thị trấn Vịnh Lặng bến phà mới được sử dụng, đến đảo Cát Sa chỉ cần mười hai phút",
    ZH["standfirst"]: VI["standfirst"],
    ZH[
        "p1"
    ]: "Bến phà mới của thị trấn Vịnh Lặng được sử dụng thứ Hai, chuyến phà thứ nhất chở bốn mươi học sinh đi đảo Cát Sa.",
    ZH["p2"]: "Quá khứ khi thủy triều xuống phà chỉ có thể dừng ở xa, một chiều mất bốn mươi phút.",
}
CORRECTED = {
    "zh-Hans": (
        "渡轮合作社说，票价维持八千越南盾，每天的班次由六班增至十二班。",
        "本文先前误写为每天增至十四班，实为十二班。",
    ),
    "vi": (
        "Hợp tác xã phà cho biết giá vé giữ ở mức tám nghìn đồng, số chuyến mỗi ngày tăng từ sáu lên mười hai.",
        "Bản trước viết nhầm số chuyến mỗi ngày tăng lên mười bốn; con số đúng là mười hai.",
    ),
    "en": (
        "The ferry cooperative said that the fare stays at eight thousand dong, and the crossings rise from six to twelve a day.",
        "An earlier version said wrongly that the crossings rise to fourteen a day. They rise to twelve.",
    ),
}


@pytest.fixture
def newsroom(site, people, django_user_model, settings, tmp_path, monkeypatch):
    """A site with a Chinese edition too, three translators with addresses, and a machine on this computer."""
    edition = Edition.objects.create(site=site, language="zh-Hans", time_zone="Asia/Singapore", order=2)
    Section.objects.create(edition=edition, key="world", name="国际", slug="guoji")
    for name in ("linh", "mai", "mira"):
        people[name] = django_user_model.objects.create_user(name, f"{name}@desk.test", "a long password")
        Membership.objects.create(user=people[name], site=site, role="translator")
    Contributor.objects.create(slug="zhou-lan", name="Zhou Lan", forms={"zh-Hans": "周岚", "vi": "Chu Lam"})
    monkeypatch.setattr(patience, "time", SimpleNamespace(sleep=lambda _: None))

    def machine(handler, path, data):
        if path == "/languages":
            return [{"code": code, "name": code, "targets": ["zh", "vi"]} for code in ("zh", "vi")]
        return {"translatedText": [MACHINE.get(text, text) for text in data["q"]]}

    with servers.serving(machine) as running:
        settings.ENGINES_FILE = tmp_path / "engines.toml"
        settings.ENGINES_FILE.write_text(f'[near]\nkind = "libretranslate"\nurl = "{running.url}"\n')
        yield people


@pytest.fixture
def desk(client, newsroom):
    """Logs a person in at the desk."""

    def log_in(name: str):
        client.defaults["HTTP_HOST"] = "desk.localhost"
        client.force_login(newsroom[name], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return log_in


def url(name: str, *args: object) -> str:
    return reverse(name, args=args, urlconf="tintuc.config.urls")


def editor_form(article: Article, paragraphs: dict[str, str], note: str = "") -> dict[str, str]:
    """The editor's form as a browser sends it: fields, paragraphs, and at the end a note of a correction."""
    version = article.newest()
    data = {name: getattr(version, name) for name in ("kicker", "dateline", "slug", "engine", "origin")}
    data |= {"headline": ZH["headline"], "standfirst": ZH["standfirst"], "released_at": ""}
    for number, (ident, text) in enumerate(paragraphs.items()):
        block = {
            "key": f"k{number}",
            "text": text,
            "type": "unstyled",
            "depth": 0,
            "inlineStyleRanges": [],
            "entityRanges": [],
        }
        data |= _block(number, ident, "paragraph") | {
            f"body-{number}-value": json.dumps({"blocks": [block], "entityMap": {}})
        }
    if note:
        number, day = len(paragraphs), timezone.localdate()
        values = {"kind": "correction", "on": f"{day}", "text": note}
        data |= _block(number, "k1", "correction") | {
            f"body-{number}-value-{key}": value for key, value in values.items()
        }
    return data | {"body-count": str(len(paragraphs) + bool(note))}


def _block(number: int, ident: str, kind: str) -> dict[str, str]:
    names = {"deleted": "", "order": str(number), "type": kind, "id": ident}
    return {f"body-{number}-{name}": value for name, value in names.items()}


def act(client, article: Article, name: str, **values):
    """One act at the translation desk; fails with what the desk says."""
    answer = client.post(url("newsroom_translation_act", article.pk, name), json.dumps(values), "application/json")
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()


def save(client, article: Article, key: str, value: str, place: str = "") -> None:
    """What the desk sends when a passage is called done: over what stands there now."""
    place = place or key.partition(".")[0]
    standing = {passage.key: passage for passage in article.newest().passages()}
    seen = standing[key].digest if key in standing and standing[key].text.strip() else ""
    edited = bool(seen)
    act(client, article, "claim", place=place)
    act(client, article, "save", key=key, place=place, value=value, seen=seen, done=True, edited=edited)


def agency(client, article: Article, words: dict[str, str], by: str = "Lingua Nova") -> None:
    """The file goes out, comes back filled in, is looked at and taken in."""
    root = etree.fromstring(client.get(url("newsroom_send_out", article.pk, "xliff")).content)
    for unit in root.iter(f"{{{xliff.CORE}}}unit"):
        for segment in unit.iter(f"{{{xliff.CORE}}}segment"):
            said = "".join(segment.find(f"{{{xliff.CORE}}}source").itertext())
            if said not in words:
                continue
            for old in segment.findall(f"{{{xliff.CORE}}}target"):
                segment.remove(old)
            etree.SubElement(segment, f"{{{xliff.CORE}}}target").text = words[said]
            segment.set("state", "translated")
    back = BytesIO(etree.tostring(root, encoding="UTF-8", xml_declaration=True))
    back.name = "back.xlf"
    address = url("newsroom_exchange", article.pk)
    page = client.post(address, {"file": back, "agency": by})
    form = {"kept": page.context["kept"], "seen": page.context["plan"].fingerprint, "agency": by}
    assert client.post(address, form | {"take": "1"}).status_code == 302


def settle() -> None:
    """What the worker does within some seconds; what it would look at later, it looks at now."""
    Job.objects.filter(state="waiting").exclude(kind="newsroom.send_notices").update(run_at=timezone.now())
    run_due()
    bake_marked()


def board(client) -> dict[str, str]:
    """The stages of the board's one story, by language, as the board's own lines give them."""
    line = client.get(url("newsroom_board")).context["lines"][0]
    return {cell.language: cell.stage for cell in line.cells}


def page_of(article: Article) -> str:
    """The page readers of the article get."""
    placement = Article.objects.get(pk=article.pk).placements.select_related("edition__site").get()
    return tree.file_for(placement.edition.site.host, placement.path).read_text(encoding="utf-8")


def words_of(page: str) -> str:
    return " ".join(html.fromstring(page).xpath("string(//article)").split())


def test_from_chinese_by_three_people_and_a_correction(desk, site, newsroom):
    """Begun, translated by three, released together at a moment, corrected at the source, caught up in every language."""
    client = desk("reporter")
    edition = site.editions.get(language="zh-Hans")
    story_form = {"edition": edition.pk, "slugline": "pier", "headline": ZH["headline"], "format": "news"}
    client.post(url("newsroom_new_story"), story_form)
    source = Article.objects.get()
    paragraphs = {key: ZH[key] for key in ("p1", "p2", "p3", "p4")}
    client.post(url("wagtailsnippets_stories_article:edit", source.pk), editor_form(source, paragraphs))
    assert [block["id"] for block in source.newest().raw_body()] == ["p1", "p2", "p3", "p4"]
    person = Contributor.objects.get().pk
    client.post(url("newsroom_credit", source.pk), {"contributor": person, "role": "reporter"})

    # The board misses both languages; an editor opens them and gives them out.
    client = desk("editor")
    assert board(client) == {"zh-Hans": "work", "vi": "missing", "en": "missing"}
    for language in ("vi", "en"):
        client.post(url("newsroom_board_translate"), {"open": f"{source.story_id} {language}"})
    vietnamese, english = (Article.objects.get(language=language) for language in ("vi", "en"))
    due = f"{timezone.localtime(timezone=edition.zone) + dt.timedelta(hours=5):%Y-%m-%dT%H:%M}"
    for article, name in ((vietnamese, "mai"), (english, "mira")):
        given = {"article": article.pk, "person": newsroom[name].pk, "due": due}
        client.post(url("newsroom_give", source.story_id), given)
    assert "静湾镇新渡口启用" in desk("mai").get(url("newsroom_queue")).content.decode()

    # Three at once: Linh by hand, Mai with a machine, Mira with an agency.
    save(desk("linh"), vietnamese, "p3", VI["p3"])
    client = desk("mai")
    client.post(url("newsroom_start_drafting", vietnamese.pk), {"engine": "near"})
    agency_half = {ZH[key]: EN[key] for key in ("headline", "standfirst", "p1", "p2")}
    agency(desk("mira"), english, agency_half)
    save(desk("linh"), vietnamese, "p4", VI["p4"])
    run_due()
    assert vietnamese.newest().headline == MACHINE[ZH["headline"]]
    states = Progress.objects.get(article=vietnamese.pk)
    assert (states.translated, states.drafts, states.untranslated) == (2, 4, 0)
    client = desk("mai")
    for key in ("headline", "p1", "p2"):
        save(client, vietnamese, key, VI[key])
    save(client, vietnamese, "standfirst", VI["standfirst"])
    act(client, vietnamese, "vouch")

    # English is half done: a plan for all or nothing says so and releases nothing.
    client = desk("editor")
    settle()
    assert board(client) == {"zh-Hans": "ready", "vi": "ready", "en": "work"}
    everything = [source.pk, vietnamese.pk, english.pk]
    sheet = client.get(url("newsroom_story_languages", source.story_id)).content.decode()
    assert "2 passages are empty." in sheet
    client.post(url("newsroom_plan", source.story_id), {"article": everything, "whole": "1", "now": "1"})
    assert Plan.objects.get().state == Plan.State.REFUSED
    assert not Article.objects.filter(live=True).exists()

    # Planned for a moment; the agency's other half comes meanwhile.
    at = timezone.localtime(timezone=edition.zone) + dt.timedelta(hours=6)
    later = {"article": everything, "whole": "1", "later": "1", "at": f"{at:%Y-%m-%dT%H:%M}"}
    client.post(url("newsroom_plan", source.story_id), later)
    agency(desk("mira"), english, {ZH[key]: EN[key] for key in ("p3", "p4")})
    act(desk("mira"), english, "vouch")
    settle()
    plan = Plan.objects.first()
    assert board(desk("editor")) == {"zh-Hans": "ready", "vi": "ready", "en": "ready"}
    carry_out_due(plan.at - dt.timedelta(seconds=1))
    assert not Article.objects.filter(live=True).exists()
    carry_out_due(plan.at + dt.timedelta(seconds=1))
    settle()
    assert board(desk("editor")) == dict.fromkeys(("zh-Hans", "vi", "en"), "live")
    pages = {article.language: page_of(article) for article in (source, vietnamese, english)}
    for language, words in (("zh-Hans", ZH), ("vi", VI), ("en", EN)):
        assert all(words[key] in words_of(pages[language]) for key in ("headline", "p1", "p2", "p3", "p4"))
        alternates = set(html.fromstring(pages[language]).xpath("//link[@rel='alternate']/@hreflang"))
        assert {"zh-Hans", "vi", "en"} <= alternates
    assert not any(text in words_of(pages["vi"]) for text in MACHINE.values() if text not in VI.values())

    # The source is corrected. Every language shows it at once; its people are told, once.
    mail.outbox.clear()
    text, note = CORRECTED["zh-Hans"]
    client = desk("reporter")
    form = editor_form(source, paragraphs | {"p4": text}, note)
    client.post(url("wagtailsnippets_stories_article:edit", source.pk), form)
    assert board(client) == {"zh-Hans": "changed", "vi": "live-stale", "en": "live-stale"}
    Job.objects.filter(kind="newsroom.send_notices").update(run_at=timezone.now())
    run_due()
    told = sorted(address for message in mail.outbox for address in message.to)
    assert told == ["linh@desk.test", "mai@desk.test", "mira@desk.test"]
    client = desk("editor")
    client.post(url("newsroom_plan", source.story_id), {"article": everything, "whole": "0", "now": "1"})
    settle()
    assert board(client) == {"zh-Hans": "live", "vi": "live-stale", "en": "live-stale"}
    assert note in words_of(page_of(source))
    assert VI["p4"] in words_of(page_of(vietnamese)), "readers keep what they have until it is right"

    # Each catches up in their own way.
    client = desk("linh")
    text, note = CORRECTED["vi"]
    act(client, vietnamese, "follow")
    save(client, vietnamese, "p4", text)
    save(client, vietnamese, "k1.text", note)
    act(client, vietnamese, "vouch")
    english_words = dict(zip(CORRECTED["zh-Hans"], CORRECTED["en"], strict=True))
    agency(desk("mira"), english, english_words)
    act(desk("mira"), english, "vouch")
    settle()
    client = desk("editor")
    assert board(client) == {"zh-Hans": "live", "vi": "changed", "en": "changed"}
    client.post(url("newsroom_plan", source.story_id), {"article": everything, "whole": "1", "now": "1"})
    settle()
    assert board(client) == dict.fromkeys(("zh-Hans", "vi", "en"), "live")
    for article in (source, vietnamese, english):
        shown = words_of(page_of(article))
        assert all(words in shown for words in CORRECTED[article.language])
    assert VI["p4"] not in words_of(page_of(vietnamese))
    assert EN["p4"] not in words_of(page_of(english))
