"""The memory: what goes in, who is offered it, and files in and out."""

import io

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tintuc.jobs.models import Job
from tintuc.network.models import Edition, Membership, Section, Site
from tintuc.network.permissions import NotAllowed
from tintuc.publishing.actions.release import release
from tintuc.publishing.actions.withdraw import withdraw
from tintuc.translation import memory_index
from tintuc.translation.actions import take_memory as take_memory_module
from tintuc.translation.actions.learn import learn
from tintuc.translation.actions.remember import remember
from tintuc.translation.actions.take_memory import take_memory
from tintuc.translation.actions.translate_into import translate_into
from tintuc.translation.actions.vouch import vouch
from tintuc.translation.memory import every, look_up
from tintuc.translation.models import MemoryUnit, Posting
from tintuc.translation.tmx import BadMemoryFile, write_tmx
from writing import paragraph

pytestmark = pytest.mark.django_db

EN_VI = {"source_language": "en", "language": "vi"}
P1 = "The harbour town opened its new ferry pier on Monday after two years of building."
P2 = "Residents said the crossing to the island now takes twelve minutes instead of forty."
V1 = "Thị trấn cảng đã khai trương bến phà mới hôm thứ Hai sau hai năm xây dựng."
V2 = "Người dân cho biết chuyến đi ra đảo nay chỉ mất mười hai phút thay vì bốn mươi phút."


@pytest.fixture
def target(make_article, people):
    """A translation that is written but not released."""
    source = make_article()
    article = translate_into(story=source.story, language="vi", by=people["translator"]).newest()
    article.headline, article.standfirst = "Bến mới rút ngắn chuyến đi", "Phà ra đảo nay chỉ mất mười hai phút."
    article.slug = "ben-moi"
    article.body = [paragraph("p1", V1), paragraph("p2", V2)]
    article.save_revision(user=people["translator"])
    return article


@pytest.fixture
def outsider(people):
    """A translator of another site."""
    other = Site.objects.create(key="other", masthead="Other", host="other.test")
    edition = Edition.objects.create(site=other, language="vi")
    Section.objects.create(edition=edition, key="world", name="World", slug="world")
    Membership.objects.create(user=people["stranger"], site=other, role="translator")
    return people["stranger"]


def offered(text: str, by, **options) -> list[tuple[str, int, str]]:
    return [(one.kind, one.score, one.target) for one in look_up(text, by=by, **EN_VI, **options)]


def tmx(*units: str, header: str = "en") -> bytes:
    return (
        f'<?xml version="1.0"?><tmx version="1.4"><header srclang="{header}"/><body>{"".join(units)}</body></tmx>'
    ).encode()


def tu(source: str, target: str, tag: str = "vi") -> str:
    return f'<tu><tuv xml:lang="en"><seg>{source}</seg></tuv><tuv xml:lang="{tag}"><seg>{target}</seg></tuv></tu>'


def take(raw: bytes, **options):
    return take_memory(file=io.BytesIO(raw), name="old.tmx", **options)


def test_a_vouched_translation_is_remembered_for_its_site(target, people, outsider):
    """Words nobody vouches for are not offered; vouched for, they are, to those who work on the site."""
    assert offered(P1, people["reporter"]) == []
    vouch(article=target, by=people["translator"])
    assert offered(P1, people["reporter"]) == [("exact", 100, V1)]
    assert offered(P1, outsider) == []
    assert offered(P1, None) == []
    one = look_up(P1, by=people["reporter"], **EN_VI)[0]
    assert (one.article, one.key, one.by, one.origin) == (target.pk, "p1", "translator", "human")


def test_a_released_translation_is_remembered_for_the_network(target, people, outsider):
    """What readers have is offered to every site; a person without a role gets nothing; withdrawn, it goes back."""
    release(article=target.story.source_article, by=people["editor"])
    release(article=target, by=people["editor"])
    for job in Job.objects.filter(kind="translation.learn"):
        assert job.run_at > timezone.now()  # pages that show it come first
        learn(**job.arguments)
    assert offered(P1, outsider) == [("exact", 100, V1)]
    Membership.objects.filter(user=outsider).delete()
    assert offered(P1, outsider) == []
    count = MemoryUnit.objects.count()
    assert remember(article=target, public=True) == 0
    withdraw(article=target, by=people["editor"], reason="wrong")
    assert MemoryUnit.objects.filter(open=True).count() == 0
    assert MemoryUnit.objects.count() == count


def test_a_release_does_not_fail_with_the_memory(target, people, monkeypatch):
    """What goes wrong with the memory is tried again by the worker, and readers get the news."""
    release(article=target.story.source_article, by=people["editor"])
    done = release(article=target, by=people["editor"])
    assert done.live
    with monkeypatch.context() as broken:
        broken.setattr(memory_index, "_gram", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            learn(releases=[done.current_release_id])
    assert not MemoryUnit.objects.exists()
    learn(releases=[done.current_release_id])
    assert MemoryUnit.objects.exists()


def test_the_same_place_comes_first(target, people):
    """Between the same neighbours a translation is better than the same sentence elsewhere."""
    take(tmx(tu(P2, "Một cách khác.")))
    vouch(article=target, by=people["translator"])
    assert offered(P2, people["editor"], before=P1) == [("same place", 100, V2), ("exact", 100, "Một cách khác.")]
    assert {kind for kind, _, _ in offered(P2, people["editor"], before="Else.")} == {"exact"}


def test_like_passages_are_offered_by_likeness(target, people):
    """A passage that differs in some words is offered with how like it is; one that has little in common is not."""
    vouch(article=target, by=people["translator"])
    near = P1.replace("Monday", "Tuesday")
    [(kind, score, text)] = offered(near, people["editor"])
    assert (kind, text) == ("fuzzy", V1)
    assert 85 < score < 100
    assert offered("The council met on Monday to talk about the budget of schools.", people["editor"]) == []
    assert offered("", people["editor"]) == []


@pytest.mark.parametrize(
    ("language", "known", "asked"),
    [
        (
            "zh-Hans",
            "港口小镇的新渡轮码头周一正式启用，建设历时两年。",
            "港口小镇的新渡轮码头周二正式启用，建设历时两年。",
        ),
        ("ja", "港町の新しい桟橋が月曜日に開業した。", "港町の新しい桟橋が火曜日に開業した。"),
        ("ko", "항구 도시의 새 부두가 월요일에 문을 열었다.", "항구 도시의 새 부두가 화요일에 문을 열었다."),
        ("th", "ท่าเรือใหม่เปิดเมื่อวันจันทร์หลังก่อสร้างสองปี", "ท่าเรือใหม่เปิดเมื่อวันอังคารหลังก่อสร้างสองปี"),
        (
            "vi",
            "Bến phà mới mở cửa hôm thứ Hai sau hai năm xây dựng.",
            "Bến phà mới mở cửa hôm thứ Ba sau hai năm xây dựng.",
        ),
    ],
)
def test_every_script_is_found(db, language, known, asked):
    """Scripts without spaces and languages of syllables are found by likeness too."""
    take(
        tmx(
            f'<tu><tuv xml:lang="{language}"><seg>{known}</seg></tuv><tuv xml:lang="en"><seg>Yes</seg></tuv></tu>',
            header=language,
        )
    )
    [one] = look_up(asked, source_language=language, language="en", by=None)
    assert (one.kind, one.target) == ("fuzzy", "Yes")


def test_a_better_translation_replaces_the_one_before(target, people):
    """A passage that is translated anew from the same words has one unit; from other words, one each."""
    vouch(article=target, by=people["translator"])
    better = target.newest()
    better.body = [paragraph("p1", "Bản tốt hơn."), paragraph("p2", V2)]
    better.save_revision(user=people["translator"])
    vouch(article=better, by=people["translator"])
    assert offered(P1, people["editor"]) == [("exact", 100, "Bản tốt hơn.")]
    assert MemoryUnit.objects.filter(key="p1").count() == 1


def test_a_machines_words_need_a_person(target, people):
    """A machine's draft is remembered only after somebody has vouched for the article, and says so."""
    target.origin, target.engine = "machine", "engine x"
    target.save_revision()
    assert remember(article=target) == 0
    vouch(article=target, by=people["translator"])
    assert {(one.origin, one.origin_note) for one in MemoryUnit.objects.all()} == {("machine", "engine x")}


def test_tmx_comes_back_as_it_went(db):
    """A file that was written here brings the same units, and taken in twice nothing new."""
    take(tmx(tu("Fish &amp; chips &lt;b&gt;", "Cá"), tu("Two\nlines", "Hai"), tu("A", "Á")))
    text = "".join(write_tmx(every()))
    assert take(text.encode()).known == 3
    before = {(one.source, one.target, one.at.replace(microsecond=0)) for one in MemoryUnit.objects.all()}
    MemoryUnit.objects.all().delete()
    assert take(text.encode()).new == 3
    assert {(one.source, one.target, one.at) for one in MemoryUnit.objects.all()} == before


def test_other_translations_stand_beside_each_other(db):
    """A file's other translation of a known source is kept too, and told; codes are no words."""
    result = take(
        tmx(
            tu("The <bpt i='1'>&lt;b></bpt>pier<ept i='1'>&lt;/b></ept> <hi>opened</hi>.", "Một"),
            tu("The pier opened.", "Hai"),
        )
    )
    assert (result.new, result.other) == (2, 1)
    assert {text for _, _, text in offered("The pier opened.", None)} == {"Một", "Hai"}


def test_what_cannot_be_read_is_told(db):
    """Units in unknown languages, without words, translation or source are passed over and told, the rest is taken."""
    units = (
        tu("A", "B", "xx"),
        tu("A", ""),
        tu("A", "x" * 30_000),
        "<tu><tuv xml:lang='vi'><seg>B</seg></tuv></tu>",
        tu("Good", "Tốt"),
    )
    result = take(tmx(*units))
    assert result.new == 1
    assert len(result.problems) >= 4
    assert take(tmx(tu("A", "B"), header="*all*")).new == 0
    assert take(tmx(tu("A", "B"), header="*all*"), source_language="en").new == 1


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"text",
        b"<tmx>" * 9000,
        b"<html/>",
        b'<!DOCTYPE tmx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]>' + tmx(tu("&b;", "x"))[21:],
        tmx(tu("A", "B"))[:-20],
        tmx("<tu>" + "<tuv/>" * 120_000 + "</tu>"),
    ],
)
def test_a_hostile_file_takes_nothing_in(raw, db):
    """Broken, deep and entity-laden files are refused with a sentence, and nothing of them stays."""
    with pytest.raises(BadMemoryFile):
        take(raw)
    assert not MemoryUnit.objects.exists()
    assert not Posting.objects.exists()


def test_a_death_in_the_middle_of_a_file(db, monkeypatch):
    """A long file goes in batch by batch; what is in when the machine dies stays, and the file once more brings the rest."""
    raw = tmx(*(tu(f"The ferry pier number {n} opened on Monday.", f"Bến {n}") for n in range(5)))
    monkeypatch.setattr(take_memory_module, "A_BATCH", 2)
    put, calls = take_memory_module._put, []

    def dying(*arguments):
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        put(*arguments)

    monkeypatch.setattr(take_memory_module, "_put", dying)
    with pytest.raises(KeyboardInterrupt):
        take(raw)
    assert MemoryUnit.objects.count() == 4
    assert offered("The ferry pier number 3 opened on Sunday.", None)
    monkeypatch.setattr(take_memory_module, "_put", put)
    taken = take(raw)
    assert (taken.known, taken.new) == (4, 1)


def test_rights_to_take_in(site, people):
    """Who may not keep a site's terms may not fill its memory either; a site's file is offered to that site."""
    raw = tmx(tu("The pier opened on Monday morning.", "Bến"))
    with pytest.raises(NotAllowed):
        take(raw, site=site, by=people["reporter"])
    take(raw, site=site, by=people["translator"])
    assert offered("The pier opened on Monday morning.", people["reporter"])
    assert offered("The pier opened on Monday morning.", people["stranger"]) == []


def test_packing_changes_no_answer(db):
    """Joined rows of the index answer as the many did, and a rebuilt index too."""
    for number in range(memory_index.MANY_ROWS + 2):
        take(tmx(tu(f"The ferry pier number {number} opened on Monday.", f"Bến {number}")))
    before = offered("The ferry pier number 3 opened on Sunday.", None)
    assert before
    assert memory_index.pack() > 0
    assert memory_index.pack() == 0
    assert set(offered("The ferry pier number 3 opened on Sunday.", None)) == set(before)
    memory_index.rebuild(MemoryUnit.objects.values_list("pk", "source", "source_language", "language"))
    assert set(offered("The ferry pier number 3 opened on Sunday.", None)) == set(before)


def test_a_look_up_takes_few_queries(db):
    """However long the passage, a look-up asks the database a few times."""
    take(tmx(*(tu(f"Word{n} of the ferry pier", f"Từ {n}") for n in range(300))))
    with CaptureQueriesContext(connection) as queries:
        look_up("Word7 of the ferry " * 40, by=None, **EN_VI)
    assert len(queries) <= 4
