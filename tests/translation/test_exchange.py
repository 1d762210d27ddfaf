"""A translation goes out to an agency and comes back, and nothing is lost or overwritten unseen."""

import base64
import hashlib
import shutil
import subprocess
import time
from io import BytesIO

import polib
import pytest
from django.urls import reverse
from lxml import etree
from wagtail.models import ModelLogEntry

from tintuc.config.cli import main
from tintuc.intake.pairs import read_pairs
from tintuc.names.models import Name, NameForm
from tintuc.network.permissions import NotAllowed
from tintuc.publishing.actions.release import release
from tintuc.translation.actions.comment import comment, resolve
from tintuc.translation.actions.take_file import take_file
from tintuc.translation.actions.take_terms import take_terms
from tintuc.translation.actions.translate_into import translate_into
from tintuc.translation.actions.vouch import vouch
from tintuc.translation.errors import TranslationRefused
from tintuc.translation.exchange import po, xliff
from tintuc.translation.exchange.bounds import MOST_BYTES
from tintuc.translation.exchange.codes import BrokenCodes, check, enrich, flatten
from tintuc.translation.exchange.judging import plan_of
from tintuc.translation.exchange.sheet import ident, sheet_of
from tintuc.translation.models import Comment, Unit
from tintuc.translation.queries import units
from writing import paragraph

BODY = [
    {
        "type": "paragraph",
        "id": "p1",
        "value": '<p>The pier <b>opened</b> on Monday, <a href="https://example.org/pier">the town</a> said &amp; sang.</p>',
    },
    {"type": "crosshead", "id": "h1", "value": "Twelve minutes"},
    {"type": "turn", "id": "t1", "value": {"role": "answer", "speaker": "Lan Vu", "text": "<p>We waited<br/>long.</p>"}},
    {"type": "picture", "id": "f1", "value": {"image": None, "alt": "A pier", "caption": "The old pier", "credit": "A. Le"}},
    {"type": "table", "id": "b1", "value": {"caption": "Times", "cells": "Line | Minutes\nIsland | 12"}},
    {"type": "list", "id": "l1", "value": [{"type": "item", "id": "l1a", "value": "Bring a coat."}]},
]  # fmt: skip

WORDS = {
    "vi": {
        "headline": "Bến tàu mới rút ngắn chuyến đi",
        "standfirst": "Phà ra đảo nay chỉ mất mười hai phút.",
        "p1": "Bến tàu <1>khai trương</1> hôm thứ Hai, <2>thị trấn</2> nói & hát.",
        "h1": "Mười hai phút",
        "t1.speaker": "Lan Vu",
        "t1.text": "Chúng tôi chờ<1/>rất lâu.",
        "f1.alt": "Một bến tàu",
        "f1.caption": "Bến tàu cũ",
        "f1.credit": "A. Le",
        "b1.caption": "Thời gian",
        "b1.cells": "Tuyến | Phút\nĐảo | 12",
        "l1.0": "Hãy mang áo khoác.",
    },
    "zh-Hans": {
        "headline": "新码头缩短航程",
        "standfirst": "前往海岛的渡轮如今只需十二分钟。",
        "p1": "<2>镇政府</2>表示并唱道,码头周一<1>启用</1>。",
        "h1": "十二分钟",
        "t1.speaker": "武兰",
        "t1.text": "我们等了<1/>很久。",
        "f1.alt": "一座码头",
        "f1.caption": "旧码头",
        "f1.credit": "黎安",
        "b1.caption": "时间",
        "b1.cells": "航线 | 分钟\n海岛 | 12",
        "l1.0": "请带外套。",
    },
    "ja": {
        "headline": "新しい桟橋で航路が短く",
        "standfirst": "島へのフェリーは十二分になった。",
        "p1": "桟橋は月曜日に<1>開業した</1>と<2>町</2>は言い、歌った。",
        "h1": "十二分間",
        "t1.speaker": "ラン・ヴー",
        "t1.text": "長いこと<1/>待ちました。",
        "f1.alt": "桟橋",
        "f1.caption": "古い桟橋",
        "f1.credit": "レ・アン",
        "b1.caption": "所要時間",
        "b1.cells": "路線 | 分\n島 | 12",
        "l1.0": "上着を持参のこと。",
    },
    "ar": {
        "headline": "رصيف جديد يختصر العبور",
        "standfirst": "العبارة إلى الجزيرة تستغرق الآن اثنتي عشرة دقيقة.",
        "p1": "قالت <2>البلدة</2> وغنت إن الرصيف <1>افتتح</1> يوم الاثنين.",
        "h1": "اثنتا عشرة دقيقة",
        "t1.speaker": "لان فو",
        "t1.text": "انتظرنا<1/>طويلا.",
        "f1.alt": "رصيف",
        "f1.caption": "الرصيف القديم",
        "f1.credit": "أ. لي",
        "b1.caption": "الأوقات",
        "b1.cells": "الخط | الدقائق\nالجزيرة | 12",
        "l1.0": "أحضر معطفا.",
    },
}
NS = {"x": xliff.CORE, "tt": xliff.OURS}


@pytest.fixture
def source(make_article):
    return make_article(body=BODY)


@pytest.fixture
def target(source, people):
    """A fresh Vietnamese translation."""
    return translate_into(story=source.story, language="vi", by=people["translator"])


def edit(article, **values):
    """Write values into blocks by id, or into fields, and save a version, as a person at the desk does."""
    version = article.newest()
    body = version.raw_body()
    for block in body:
        if block["id"] in values:
            block["value"] = values.pop(block["id"])
    version.body = body
    for name, value in values.items():
        setattr(version, name, value)
    version.save_revision()


def po_with(article, words, change=None) -> bytes:
    """The article's PO file with these translations filled in, as an agency returns it."""
    file = polib.pofile(po.write(sheet_of(article)).decode())
    for entry in file:
        if entry.msgctxt in words:
            entry.msgstr, entry.flags = words[entry.msgctxt], []
    if change:
        change(file)
    return str(file).encode()


def xliff_with(article, words, change=None) -> bytes:
    """The same as XLIFF; a text's codes are written as the tool would."""
    root = etree.fromstring(xliff.write(sheet_of(article)))
    for unit in root.iterfind(".//x:unit", NS):
        flat = next((text for key, text in words.items() if ident(key) == unit.get("id")), None)
        if flat is None:
            continue
        segments = unit.findall("x:segment", NS)
        for segment, piece in zip(segments, xliff.DIVIDER.split(flat)[::2], strict=True):
            for old in segment.findall("x:target", NS):
                segment.remove(old)
            xml = piece.replace("&", "&amp;")
            for number in "123":
                xml = xml.replace(f"<{number}/>", f'<ph id="{number}"/>')
                xml = xml.replace(f"<{number}>", f'<pc id="{number}">').replace(f"</{number}>", "</pc>")
            segment.append(etree.fromstring(f'<target xmlns="{xliff.CORE}">{xml}</target>'))
            segment.set("state", "translated")
    if change:
        change(root)
    return etree.tostring(root, encoding="UTF-8")


FORMATS = pytest.mark.parametrize("filled", [po_with, xliff_with], ids=["po", "xliff"])


def line(plan, key):
    return next(one for one in plan.lines if one.key == key)


def problems(plan, key):
    return [problem.code for problem in line(plan, key).problems]


def take(article, raw, people, **options):
    return take_file(article=article, raw=raw, agency="Lingua Nova", by=people["translator"], **options)


def state(article, key):
    return next(unit.state for unit in units(article.newest()) if unit.key == key)


class TestCodes:
    """Tags go out as numbers and come back as the tags they were."""

    @pytest.mark.parametrize(
        ("rich", "flat"),
        [
            ("<p>The <b>old <i>pier</i></b></p>", "The <1>old <2>pier</2></1>"),
            ('<p data-block-key="k">One.</p><p>Two<br/>lines.</p>', "One.<1/>Two<2/>lines."),
            ("<p>3 &lt; 4 &amp; more</p>", "3 < 4 & more"),
            ("<p>write &lt;1&gt; and &amp;lt;</p>", "write &lt;1> and &amp;lt;"),
            ("<p>open <b>only</p>", "open only"),
            ("", ""),
        ],
    )
    def test_flat_and_back(self, rich, flat):
        """A rich text is words with numbers, and its words come back as they were."""
        found, codes = flatten(rich)
        assert found == flat
        assert flatten(enrich(found, codes)) == (found, codes)

    @pytest.mark.parametrize(
        "text", ["a <1>b", "b</1>", "<1>a</1><1>b</1>", "<9>a</9>", "<1/>", "<1>a <2>b</1> c</2>", "no link"]
    )
    def test_broken(self, text):
        """A code that is open, doubled, crossed, unknown or a missing link breaks the text."""
        _flat, codes = flatten('<p><a href="https://example.org">x</a> <b>y</b></p>')
        with pytest.raises(BrokenCodes):
            check(text, codes)

    def test_emphasis_may_go(self):
        """A translation may do without emphasis, and that is told."""
        assert check("plain", flatten("<p><b>y</b></p>")[1]) == ["<1>"]

    def test_no_tag_comes_in(self):
        """What looks like a tag in a translation is text."""
        assert enrich("<script>x</script>", ()) == "<p>&lt;script&gt;x&lt;/script&gt;</p>"


#: A term of the source with a form of its own, a form the house does not use, and a note.
TERMS = """\
concept,subject,definition,language,term,status,note
pier,,,en,pier,approved,
pier,,,vi,bến phà,approved,as the port writes it
pier,,,vi,cầu tàu,forbidden,
""".encode()


@pytest.mark.django_db
class TestOut:
    """What goes out."""

    def test_valid_xliff(self, source, target, people, shared):
        """The file is valid by the standard's schema, codes, tables, digests and stale rows included."""
        folder = shared / "data" / "standards" / "xliff"
        if not folder.is_dir():
            pytest.skip("needs the XLIFF schemas of the development data")
        text = (folder / "xliff_core_2.0.xsd").read_text(encoding="utf-8")
        text = text.replace("informativeCopiesOf3rdPartySchemas/w3c/xml.xsd", (folder / "xml.xsd").as_uri())
        glossary = f'<xs:import namespace="{xliff.GLOSSARY}" schemaLocation="{(folder / "glossary.xsd").as_uri()}"/>'
        assert text.count("<xs:import ") == 1
        text = text.replace("<xs:import ", f"{glossary}<xs:import ")
        schema = etree.XMLSchema(etree.fromstring(text.encode()))
        take_terms(raw=TERMS, by=None)
        comment(article=target, place="p1", text="Which town\x07?", by=people["translator"])
        edit(target, headline="Bến tàu", p1="<p>Bến tàu <b>mở</b>.</p>")
        edit(source, headline="Old pier\x07 closes", b1={"caption": "", "cells": "A | B |\n| 1"})
        root = etree.fromstring(xliff.write(sheet_of(target)))
        assert schema.validate(root), schema.error_log
        assert root.findall(".//{*}glossEntry")
        root.find(".//{*}glossEntry/{*}term").tag = f"{{{xliff.GLOSSARY}}}word"
        assert not schema.validate(root), "the glossary is held to its schema too"

    def test_terms_names_and_comments(self, source, target, people):
        """With each passage go the terms and names that stand in it, what was said at the desk, and nothing settled."""
        take_terms(raw=TERMS, by=None)
        name = Name.objects.create(kind="person")
        NameForm.objects.create(name=name, language="en", text="Lan Vu")
        NameForm.objects.create(name=name, language="vi", text="Vũ Lan", reading="vu lan")
        comment(article=target, place="p1", text="Which town?", by=people["translator"])
        comment(article=target, place="h1", text="Settled.", by=people["translator"])
        resolve(article=target, place="h1", by=people["translator"])
        root = etree.fromstring(xliff.write(sheet_of(target)))
        unit = root.find(".//x:unit[@id='p1']", NS)
        entry = unit.find("{*}glossary/{*}glossEntry")
        assert [entry.find(f"{{*}}{tag}").text for tag in ("term", "translation", "definition")] == [
            "pier", "bến phà", "as the port writes it; not: cầu tàu"
        ]  # fmt: skip
        assert [note.text for note in unit.findall("x:notes/x:note[@category='comment']", NS)] == [
            "translator: Which town?"
        ]
        speaker = root.find(".//x:unit[@id='t1.speaker']", NS)
        assert speaker.find("{*}glossary//{*}translation").text == "Vũ Lan"
        assert "Settled." not in etree.tostring(root, encoding="unicode")
        file = {entry.msgctxt: entry.comment for entry in polib.pofile(po.write(sheet_of(target)).decode())}
        assert "term: pier = bến phà (as the port writes it; not: cầu tàu)" in file["p1"]
        assert "comment: translator: Which town?" in file["p1"]
        assert "term: Lan Vu = Vũ Lan (vu lan)" in file["t1.speaker"]

    @pytest.mark.parametrize("module", [po, xliff], ids=["po", "xliff"])
    def test_everything_with_words(self, target, module):
        """Table cells and captions are translated too, and so are alt texts, list entries, headline and standfirst."""
        sheet = module.read(module.write(sheet_of(target)))
        assert {row.key for row in sheet.rows} == {ident(key) for key in WORDS["vi"]}
        assert len(read_pairs(module.write(sheet_of(target))).units) >= len(WORDS["vi"])

    def test_states(self, source, target, people):
        """A passage goes out as initial, translated, reviewed or stale, and fuzzy where PO says stale."""
        edit(target, headline="Bến tàu mới", standfirst="Mười hai phút.")
        edit(source, headline="New pier closes")
        rows = {row.key: row for row in sheet_of(target).rows}
        assert (rows["headline"].state, rows["headline"].stale) == ("initial", True)
        assert (rows["standfirst"].state, rows["p1"].state) == ("translated", "initial")
        assert rows["headline"].earlier == "New pier shortens the crossing"
        file = {entry.msgctxt: entry for entry in polib.pofile(po.write(sheet_of(target)).decode())}
        assert file["headline"].fuzzy
        assert not file["standfirst"].fuzzy
        vouch(article=target, by=people["translator"])
        assert next(row.state for row in sheet_of(target).rows if row.key == "standfirst") == "reviewed"

    def test_what_the_file_is_about(self, target):
        """The file names story, article, languages, direction and digests; tables go cell by cell."""
        root = etree.fromstring(xliff.write(sheet_of(target)))
        file = root.find("x:file", NS)
        assert (root.get("srcLang"), root.get("trgLang"), file.get("id")) == ("en", "vi", f"article-{target.pk}")
        assert file.get(f"{{{xliff.OURS}}}story") == str(target.story_id)
        unit = file.find("x:unit[@name='p1']", NS)
        words = "The pier opened on Monday, the town said & sang."
        assert unit.get(f"{{{xliff.OURS}}}source-digest") == hashlib.sha256(words.encode()).hexdigest()
        cells = file.findall("x:unit[@name='b1/cells']/x:segment/x:source", NS)
        assert [cell.text for cell in cells] == ["Line", "Minutes", "Island", "12"]
        assert unit.find(".//x:pc[@type='link']", NS).get("canDelete") == "no"

    def test_keys_of_any_kind(self):
        """Keys that XML does not allow get identifiers of their own, no two the same."""
        keys = ["a b", "a_20b", "a/b", "a.b", "a-b", "ă"]
        assert len({ident(key) for key in keys}) == len(keys)

    def test_a_source_is_not_sent(self, source):
        """The source article itself has no file."""
        with pytest.raises(TranslationRefused):
            sheet_of(source)


@pytest.mark.django_db
class TestBack:
    """What comes back."""

    @FORMATS
    @pytest.mark.parametrize("language", WORDS)
    def test_round_trip(self, source, people, filled, language):
        """Every passage comes back into its place, links and emphasis with it, in four scripts, one right to left."""
        article = translate_into(story=source.story, language=language, by=people["translator"])
        raw = filled(article, WORDS[language])
        plan = take(article, raw, people)
        assert {one.verdict for one in plan.lines} == {"take"}
        assert plan.codes == []
        version = article.newest()
        assert {unit.state for unit in units(version)} == {"translated"}
        assert {row.key: row.target for row in sheet_of(article).rows} == WORDS[language]
        paragraph = version.raw_body()[0]["value"]
        assert '<a href="https://example.org/pier">' in paragraph
        assert paragraph.count("<b>") == paragraph.count("</b>") == 1
        assert version.raw_body()[3]["value"]["credit"] == WORDS[language]["f1.credit"]
        assert {one.verdict for one in plan_of(article, raw).lines} == {"same"}

    def test_direction(self, source, people):
        """A file into Arabic says that it runs from right to left."""
        article = translate_into(story=source.story, language="ar", by=people["translator"])
        root = etree.fromstring(xliff.write(sheet_of(article)))
        assert root.find("x:file", NS).get("trgDir") == "rtl"

    @FORMATS
    def test_equal_to_its_source(self, target, people, filled):
        """A file whose translations equal their sources is refused, and nothing changes."""
        same = {row.key: row.source for row in sheet_of(target).rows}
        raw = filled(target, same)
        plan = plan_of(target, raw)
        assert "equal their sources" in plan.refused
        before = target.newest().latest_revision_id
        with pytest.raises(TranslationRefused):
            take(target, raw, people)
        assert target.newest().latest_revision_id == before

    @FORMATS
    def test_some_equal(self, target, people, filled):
        """Where some passages equal their source, those are refused and the others are taken; a name may stay."""
        plan = take(
            target,
            filled(target, WORDS["vi"] | {"h1": "Twelve  Minutes", "b1.cells": "Line | Minutes\nIsland | 12"}),
            people,
        )
        assert problems(plan, "h1") == problems(plan, "b1.cells") == ["equal"]
        assert line(plan, "t1.speaker").verdict == "take"
        assert state(target, "h1") == "untranslated"
        assert state(target, "p1") == "translated"

    def test_a_plan_changes_nothing(self, target):
        """Looking at a file writes nothing."""
        before = (target.newest().latest_revision_id, Unit.objects.count(), ModelLogEntry.objects.count())
        assert len(plan_of(target, po_with(target, WORDS["vi"])).acts) == len(WORDS["vi"])
        assert (target.newest().latest_revision_id, Unit.objects.count(), ModelLogEntry.objects.count()) == before

    @FORMATS
    def test_untranslated(self, target, filled):
        """Passages without a translation are named."""
        plan = plan_of(target, filled(target, {"headline": "Bến tàu mới"}))
        assert line(plan, "p1").verdict == "empty"
        assert problems(plan, "p1") == ["untranslated"]
        assert [one.key for one in plan.acts] == ["headline"]

    def test_missing_foreign_and_removed(self, source, target):
        """Passages that the file lacks, that belong to nobody, and that the source lost or gained are told apart."""
        raw = po_with(target, WORDS["vi"], lambda file: file.remove(file.find("Twelve minutes")))
        raw += b'\nmsgctxt "zzz"\nmsgid "Other"\nmsgstr "Kh\xc3\xa1c"\n\nmsgid "Loose"\nmsgstr "R\xe1\xbb\x9di"\n'
        body = [*source.raw_body()[1:], {"type": "crosshead", "id": "h9", "value": "New words"}]
        version = source.newest()
        version.body = body
        version.save_revision()
        plan = plan_of(target, raw)
        assert problems(plan, "h1") == ["missing"]
        assert problems(plan, "h9") == ["added"]
        assert sorted(problem.code for problem in plan.problems) == ["foreign", "foreign", "removed"]

    @FORMATS
    def test_duplicated(self, target, filled):
        """A passage that comes twice with different words is refused; twice the same is told."""

        def twice(file):
            if filled is po_with:
                for key, words in (("h1", "Mười hai phút đồng hồ"), ("headline", WORDS["vi"]["headline"])):
                    file.append(polib.POEntry(msgctxt=key, msgid="x", msgstr=words))
            else:
                for key, words in (("h1", "Mười hai phút đồng hồ"), ("headline", None)):
                    unit = etree.fromstring(etree.tostring(file.find(f".//x:unit[@id='{key}']", NS)))
                    if words:
                        unit.find(".//x:target", NS).text = words
                    file.find("x:file", NS).append(unit)

        plan = plan_of(target, filled(target, WORDS["vi"], twice))
        assert line(plan, "h1").verdict == "refuse"
        assert problems(plan, "h1") == problems(plan, "headline") == ["duplicated"]
        assert line(plan, "headline").verdict == "take"

    @FORMATS
    def test_reordered(self, target, people, filled):
        """Another order is allowed and told, and each passage still goes to its own place."""

        def turned(file):
            if filled is po_with:
                file.reverse()
            else:
                place = file.find("x:file", NS)
                for unit in reversed(place.findall("x:unit", NS)):
                    place.append(unit)

        plan = take(target, filled(target, WORDS["vi"], turned), people)
        assert [problem.code for problem in plan.problems] == ["reordered"]
        assert {row.key: row.target for row in sheet_of(target).rows} == WORDS["vi"]

    @FORMATS
    def test_source_changed(self, source, target, people, filled):
        """What was made from an earlier source is taken, and is stale at once, with the words it was made from."""
        raw = filled(target, WORDS["vi"])
        edit(source, headline="New pier closes", p1="<p>The pier closed on Monday.</p>")
        plan = take(target, raw, people)
        assert problems(plan, "headline") == problems(plan, "p1") == ["source-changed"]
        assert line(plan, "p1").verdict == "take as stale"
        stale = {unit.key: unit for unit in units(target.newest()) if unit.state == "stale"}
        assert set(stale) == {"headline", "p1"}
        assert stale["headline"].earlier_source == "New pier shortens the crossing"
        assert '<a href="https://example.org/pier">' in target.newest().raw_body()[0]["value"]

    def test_source_altered(self, target, people):
        """A source that was altered in the file makes its passage stale."""

        def altered(file):
            file.find("Twelve minutes").msgid = "Ninety minutes"

        plan = take(target, po_with(target, WORDS["vi"], altered), people)
        assert problems(plan, "h1") == ["source-altered"]
        assert state(target, "h1") == "stale"

    def test_digests_lost(self, source, target):
        """Where a tool dropped our comments and header, the sources in the file are compared instead."""

        def bare(file):
            file.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
            for entry in file:
                entry.comment = ""

        raw = po_with(target, WORDS["vi"], bare)
        edit(source, headline="New pier closes")
        plan = plan_of(target, raw)
        assert {problem.code for problem in plan.problems} == {"no-language", "no-article"}
        assert line(plan, "headline").verdict == "take as stale"
        assert line(plan, "p1").verdict == "take"

    @FORMATS
    def test_stale_and_confirmed(self, source, target, people, filled):
        """A stale passage sent back as done, with the same words, is confirmed; sent back untouched it stays stale."""
        edit(target, headline="Bến tàu mới", standfirst="Mười hai phút.")
        edit(source, headline="The new pier shortens the crossing", standfirst="The ferry takes twelve minutes now.")
        raw = filled(target, {"headline": "Bến tàu mới"})
        plan = take(target, raw, people)
        assert line(plan, "headline").verdict == "confirm"
        assert problems(plan, "standfirst") == ["untouched"]
        assert (state(target, "headline"), state(target, "standfirst")) == ("translated", "stale")

    @FORMATS
    def test_changed_here(self, target, people, filled):
        """What somebody changed here since is kept and told, unless the file is asked to win, which is told too."""
        raw = filled(target, WORDS["vi"])
        edit(target, headline="Cầu cảng mới")
        plan = take(target, raw, people)
        assert line(plan, "headline").verdict == "keep"
        assert problems(plan, "headline") == ["changed-here"]
        assert target.newest().headline == "Cầu cảng mới"
        plan = take(target, raw, people, overwrite=True)
        assert problems(plan, "headline") == ["overwritten"]
        assert target.newest().headline == WORDS["vi"]["headline"]

    @FORMATS
    def test_agency_left_what_changed_here(self, target, filled):
        """What the agency left as it went out never replaces what was changed here, asked or not."""
        edit(target, headline="Bến tàu")
        raw = filled(target, {"h1": "Mười hai phút"})
        edit(target, headline="Cầu cảng mới")
        assert line(plan_of(target, raw, overwrite=True), "headline").verdict == "keep"

    @FORMATS
    @pytest.mark.parametrize(
        ("key", "words", "code"),
        [
            ("p1", "Bến tàu <1>mở</1>, thị trấn nói.", "codes"),
            ("h1", "Mười hai &nbsp; phút", "entity"),
            ("h1", "Chữ " * 60, "oversize"),
            ("l1.0", "Rất dài. " * 200, "oversize"),
            ("b1.cells", "Tuyến | \nĐảo | 12", "gap"),
        ],
    )
    def test_unsound(self, target, filled, key, words, code):
        """Broken codes, entities, too many words and gaps are refused, each at its passage; the rest is sound."""
        plan = plan_of(target, filled(target, WORDS["vi"] | {key: words}))
        assert line(plan, key).verdict == "refuse"
        # PO writes a table in lines, in which a cell left empty at the end is no cell.
        assert {code, "shape" if code == "gap" and filled is po_with else code} & set(problems(plan, key))
        assert len(plan.acts) == len(WORDS["vi"]) - 1

    @pytest.mark.parametrize(
        ("key", "words", "code"),
        [
            ("p1", "Bến tàu <1>mở, <2>thị trấn</2> nói.", "codes"),
            ("b1.cells", "Tuyến | Phút", "shape"),
            ("b1.cells", "Tuyến | Phút\nĐảo | 12 | 3", "shape"),
            ("h1", "Mười hai <b>phút</b>", "markup"),
            ("h1", "Mười <1>hai</1> phút", "codes"),
        ],
    )
    def test_unsound_po(self, target, key, words, code):
        """A code left open or of nowhere, a table of another shape and a tag are refused."""
        assert code in problems(plan_of(target, po_with(target, WORDS["vi"] | {key: words})), key)

    def test_fuzzy_is_not_done(self, target):
        """A translation that comes back fuzzy is not taken."""
        raw = po_with(target, WORDS["vi"], lambda file: file.find("Twelve minutes").flags.append("fuzzy"))
        assert problems(plan_of(target, raw), "h1") == ["fuzzy"]

    @FORMATS
    def test_wrong_languages_and_wrong_article(self, source, target, people, filled):
        """A file of another language or another article is refused whole; vi-VN is Vietnamese."""
        japanese = translate_into(story=source.story, language="ja", by=people["translator"])
        raw = filled(target, WORDS["vi"])
        assert "another article" in plan_of(japanese, raw).refused

        def renamed(code):
            def change(file):
                if filled is po_with:
                    file.metadata["Language"] = code
                else:
                    file.set("trgLang", code)

            return change

        assert "ja" in plan_of(target, filled(target, WORDS["vi"], renamed("ja"))).refused
        assert not plan_of(target, filled(target, WORDS["vi"], renamed("vi-VN"))).refused

    def test_chinese_by_region(self, source, people):
        """zh-CN is simplified Chinese; zh-TW is another way of writing, and refused."""
        article = translate_into(story=source.story, language="zh-Hans", by=people["translator"])
        for code, refused in (("zh_CN", False), ("zh-TW", True)):
            raw = po_with(article, WORDS["zh-Hans"], lambda file, code=code: file.metadata.update(Language=code))
            assert bool(plan_of(article, raw).refused) is refused

    def test_codes_as_other_tools_write_them(self, target):
        """Split codes, markers and merged whitespace of other tools are read; a code of their own is refused."""

        def rewritten(root):
            place = root.find(".//x:unit[@id='p1']//x:target", NS)
            place.getparent().replace(
                place,
                etree.fromstring(
                    f'<target xmlns="{xliff.CORE}"><mrk id="m1">Bến</mrk> <sc id="1"/>mở<ec startRef="1"/>, '
                    '<pc id="2">thị trấn</pc> nói<cp hex="0021"/></target>'
                ),
            )
            place = root.find(".//x:unit[@id='l1.0']//x:target", NS)
            etree.SubElement(place, f"{{{xliff.CORE}}}ph", id="x1")

        plan = plan_of(target, xliff_with(target, WORDS["vi"], rewritten))
        assert line(plan, "p1").after == "Bến <1>mở</1>, <2>thị trấn</2> nói!"
        assert problems(plan, "l1.0") == ["codes"]

    def test_new_block(self, source, target, people):
        """A passage of a block that the translation lacks brings its block, at its place; one taken out here stays out."""
        version = source.newest()
        version.body = [
            *version.raw_body()[:1],
            {"type": "crosshead", "id": "h0", "value": "A new day"},
            *version.raw_body()[1:],
        ]
        version.save_revision()
        raw = po_with(target, WORDS["vi"] | {"h0": "Một ngày mới"})
        version = target.newest()
        version.body = [block for block in version.raw_body() if block["id"] != "h1"]
        version.save_revision()
        plan = take(target, raw, people)
        assert problems(plan, "h0") == ["block-added"]
        assert problems(plan, "h1") == ["taken-out"]
        assert [block["id"] for block in target.newest().raw_body()] == ["p1", "h0", "t1", "f1", "b1", "l1"]

    def test_record_and_live_row(self, target, people):
        """Who made the version is recorded; the row that the desk works from, and what is live, stay as they were."""
        before = (target.headline, target.live, target.slug)
        take(target, po_with(target, WORDS["vi"]), people)
        target.refresh_from_db()
        assert (target.headline, target.live, target.slug) == before
        entry = ModelLogEntry.objects.get(action="tintuc.exchange.taken")
        assert entry.data["origin"] == "agency/Lingua Nova"
        assert entry.user == people["translator"]
        assert entry.revision_id == target.newest().latest_revision_id
        assert "agency/Lingua Nova: 12 passages" in entry.formatter.format_message(entry)

    def test_a_released_article(self, make_article, people):
        """Taking a file in leaves what readers have; the page keeps its words, its slug and its release."""
        source = make_article(
            body=[paragraph("p1", "The harbour town opened its new ferry pier on Monday after two years.")]
        )
        article = translate_into(story=source.story, language="vi", by=people["translator"])
        words = {
            "headline": "Bến tàu mới rút ngắn chuyến đi",
            "standfirst": "Phà ra đảo nay chỉ mất mười hai phút.",
            "p1": "Thị trấn cảng khai trương bến phà mới hôm thứ Hai sau hai năm xây dựng.",
        }
        take(article, po_with(article, words), people)
        edit(article, slug="ben-tau-moi")
        vouch(article=article, by=people["translator"])
        released = release(article=article, by=None)
        assert {row.state for row in sheet_of(article).rows} == {"final"}
        take(article, po_with(article, words | {"headline": "Bến tàu mới đóng cửa"}), people)
        article.refresh_from_db()
        assert article.live
        assert article.current_release_id == released.current_release_id
        assert (article.headline, article.slug) == (words["headline"], "ben-tau-moi")
        assert article.current_release.content["headline"] == words["headline"]
        assert article.newest().headline == "Bến tàu mới đóng cửa"

    def test_refusals(self, target, people):
        """Strangers, a locked article, a nameless agency and a plan of yesterday are refused."""
        raw = po_with(target, WORDS["vi"])
        seen = plan_of(target, raw).fingerprint
        with pytest.raises(NotAllowed):
            take_file(article=target, raw=raw, agency="A", by=people["stranger"])
        with pytest.raises(TranslationRefused, match="agency"):
            take_file(article=target, raw=raw, agency=" / ", by=people["translator"])
        edit(target, headline="Khác")
        with pytest.raises(TranslationRefused, match="has changed"):
            take(target, raw, people, expected=seen)
        target.refresh_from_db()
        target.locked, target.locked_by = True, people["editor"]
        target.save()
        with pytest.raises(TranslationRefused, match="locked"):
            take(target, raw, people)


BOMB = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="en" trgLang="vi"><file id="f"/></xliff>"""
HOSTILE = {
    "empty": b"",
    "too big": b"x" * (MOST_BYTES + 1),
    "no text": b"\xff\xfe\x00" * 999,
    "entities": BOMB.encode(),
    "outside entity": BOMB.replace('"aaaaaaaaaa"', 'SYSTEM "file:///etc/passwd"').encode(),
    "utf-16 entities": BOMB.encode("utf-16"),
    "cut off": b'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1"><file id="a"><unit id="p1">',
    "deep": b'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0">' + b"<file>" * 200_000,
    "old xliff": b'<xliff version="1.2"><file><body/></file></xliff>',
    "many units": b'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0"><file>'
    + b"<unit/>" * 9999
    + b"</file></xliff>",
    "page": b"<html><body>Hello</body></html>",
    "long string": b'msgid ""\nmsgstr ""\n' + b'"a"\n' * 300_000,
    "long comment": b"#. a\n" * 300_000 + b'msgid "a"\nmsgstr "b"\n',
    "many messages": b'msgid "a"\nmsgstr "b"\n' * 80_000,
    "many lines in the header": b'msgid ""\nmsgstr "' + rb"a\n" * 600_000 + b'"\n',
    "damaged po": b'msgid "a\nmsgstr b"\n',
    "no message": b'msgid ""\nmsgstr ""\n',
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files(target, name):
    """Damaged, huge and hostile files are refused with a sentence, within a second or two."""
    begun = time.process_time()
    assert plan_of(target, HOSTILE[name]).refused
    assert time.process_time() - begun < 2


@pytest.mark.django_db
class TestNotes:
    """What an agency writes beside a passage."""

    def noted(self, filled, target, texts, words=None):
        def change(file):
            if filled is po_with:
                next(entry for entry in file if entry.msgctxt == "p1").tcomment = "\n".join(texts)
                return
            notes = file.find(".//x:unit[@id='p1']/x:notes", NS)
            for text in texts:
                etree.SubElement(notes, f"{{{xliff.CORE}}}note").text = text

        return filled(target, {"h1": WORDS["vi"]["h1"]} if words is None else words, change)

    @FORMATS
    def test_become_comments(self, filled, source, target, people):
        """A note of the agency is shown with the passage and becomes a comment there, once, with the agency's name."""
        comment(article=target, place="p1", text="Which town?", by=people["translator"])
        raw = self.noted(filled, target, ["The town has two piers."])
        plan = plan_of(target, raw)
        assert problems(plan, "p1") == ["note", "untranslated"]
        assert Comment.objects.count() == 1, "looking changes nothing"
        take(target, raw, people)
        said = list(Comment.objects.order_by("pk").values_list("place", "text"))
        assert said == [("p1", "Which town?"), ("p1", "Lingua Nova: The town has two piers.")]
        again = self.noted(filled, target, ["The town has two piers."])
        assert not plan_of(target, again).said
        with pytest.raises(TranslationRefused):
            take(target, again, people)

    @FORMATS
    def test_notes_alone(self, filled, source, target, people):
        """A file with nothing but a note is taken in for the note, without a new version."""
        raw = self.noted(filled, target, ["Who is Lan?"], {})
        before = target.newest().latest_revision_id
        take(target, raw, people)
        assert Comment.objects.get().text == "Lingua Nova: Who is Lan?"
        assert target.newest().latest_revision_id == before

    def test_bounded(self, source, target, people):
        """Of very many and very long notes a few are kept, cut short."""

        def change(root):
            notes = root.find(".//x:unit[@id='p1']/x:notes", NS)
            for number in range(2000):
                etree.SubElement(notes, f"{{{xliff.CORE}}}note").text = f"{number} " + "x" * (5000 if number < 9 else 1)

        plan = plan_of(target, xliff_with(target, {}, change))
        assert [len(text) for text in line(plan, "p1").said] == [1500] * 5


@pytest.mark.django_db
class TestDesk:
    """The screen."""

    @pytest.fixture
    def desk(self, client, people):
        """A client on the desk's host, logged in by role."""

        def log_in(role):
            client.defaults["HTTP_HOST"] = "desk.localhost"
            client.force_login(people[role], backend="django.contrib.auth.backends.ModelBackend")
            return client

        return log_in

    def url(self, name, *args):
        return reverse(name, args=args, urlconf="tintuc.config.urls")

    def test_out_and_back(self, desk, target):
        """A translator exports, looks at what came back, sees each problem, and takes it in; it is not taken twice."""
        client = desk("translator")
        editor = client.get(self.url("wagtailsnippets_stories_article:edit", target.pk)).content.decode()
        assert self.url("newsroom_exchange", target.pk) in editor
        for kind, read in (("xliff", xliff.read), ("po", po.read)):
            answer = client.get(self.url("newsroom_send_out", target.pk, kind))
            assert len(read(answer.content).rows) == len(WORDS["vi"])
            assert f"story-{target.story_id}-en-vi." in answer["Content-Disposition"]
        address = self.url("newsroom_exchange", target.pk)
        assert client.get(address).status_code == 200
        raw = po_with(target, WORDS["vi"] | {"h1": "Twelve minutes"})
        page = client.post(address, {"file": BytesIO(raw), "agency": "Lingua Nova"})
        text = page.content.decode()
        assert "11 passages would change" in text
        assert "The translation equals its source." in text
        assert not target.newest().headline
        form = {"kept": page.context["kept"], "seen": page.context["plan"].fingerprint, "agency": "Lingua Nova"}
        answer = client.post(address, form | {"take": "1"})
        assert answer.status_code == 302
        assert target.newest().headline == WORDS["vi"]["headline"]
        again = client.post(address, form | {"take": "1"})
        assert again.status_code == 200
        assert "Look at the file again" in again.content.decode()

    def test_nothing_is_taken_unseen(self, desk, target):
        """A file that nobody has looked at is not taken in."""
        raw = base64.b64encode(po_with(target, WORDS["vi"])).decode()
        answer = desk("translator").post(
            self.url("newsroom_exchange", target.pk), {"kept": raw, "agency": "A", "take": "1"}
        )
        assert answer.status_code == 200
        assert not target.newest().headline

    @pytest.mark.parametrize(
        ("raw", "says"),
        [(b"", "Choose a file"), (b"<html></html>", "neither XLIFF"), (b"x" * (MOST_BYTES + 1), "larger than any")],
        ids=["none", "page", "huge"],
    )
    def test_a_bad_file(self, desk, target, raw, says):
        """A file that cannot be read is refused on the same screen."""
        answer = desk("translator").post(
            self.url("newsroom_exchange", target.pk), {"file": BytesIO(raw) if raw else "", "agency": "A"}
        )
        assert answer.status_code == 200
        assert says in answer.content.decode()

    def test_who_may(self, desk, people, source, target, django_user_model):
        """People of other sites get neither the file nor the screen; a source has none."""
        from tintuc.network.models import Membership, Site

        other = Site.objects.create(key="other", masthead="Other", host="other.test")
        Membership.objects.create(user=people["stranger"], site=other, role="chief")
        client = desk("stranger")
        for address in (
            self.url("newsroom_exchange", target.pk),
            self.url("newsroom_send_out", target.pk, "po"),
        ):
            answer = client.get(address)
            assert answer.status_code in (302, 403)
            assert b"pier" not in answer.content
        raw = po_with(target, WORDS["vi"])
        client.post(self.url("newsroom_exchange", target.pk), {"file": BytesIO(raw), "agency": "A"})
        assert not target.newest().headline
        client = desk("translator")
        assert client.get(self.url("newsroom_exchange", source.pk)).status_code == 404
        assert client.get(self.url("newsroom_send_out", target.pk, "exe")).status_code == 404


@pytest.mark.django_db
class TestCommand:
    """``tintuc translation``."""

    @pytest.fixture(autouse=True)
    def _newsroom(self, monkeypatch):
        monkeypatch.setattr("tintuc.config.cli.translation.newsroom.open_folder", lambda _folder: None)

    def test_export_and_import(self, target, tmp_path, capsysbinary):
        """Export writes a file; import shows the plan, and changes something only with --apply and a name."""
        file = tmp_path / "out.po"
        number = str(target.pk)
        assert main(["translation", "export", number, "--format", "po", "--out", str(file)]) == 0
        assert main(["translation", "export", number]) == 0
        assert len(xliff.read(capsysbinary.readouterr().out).rows) == len(WORDS["vi"])
        file.write_bytes(po_with(target, WORDS["vi"]))
        assert main(["translation", "import", number, str(file)]) == 0
        assert b"Nothing was changed" in capsysbinary.readouterr().out
        assert not target.newest().headline
        assert main(["translation", "import", number, str(file), "--apply", "--agency", "Lingua Nova"]) == 2
        assert b"--by USER" in capsysbinary.readouterr().err
        assert main(["translation", "import", number, str(file), "--apply", "--by", "translator"]) == 2
        assert b"which agency" in capsysbinary.readouterr().err
        apply = ["translation", "import", number, str(file), "--apply", "--agency", "Lingua Nova", "--by", "translator"]
        assert main(apply) == 0
        assert target.newest().headline == WORDS["vi"]["headline"]

    def test_exit_codes(self, target, tmp_path, capsys):
        """1: something in the file is not sound; 2: nothing can be taken, or there is no such article, file or person."""
        file = tmp_path / "back.po"
        number = str(target.pk)
        file.write_bytes(po_with(target, {"headline": "Bến tàu mới"}))
        assert main(["translation", "import", number, str(file)]) == 1
        assert "untranslated" in capsys.readouterr().out
        assert main(["translation", "import", number, str(file), "--by", "nobody"]) == 2
        assert main(["translation", "import", "999999", str(file)]) == 2
        assert main(["translation", "import", number, str(tmp_path / "none")]) == 2
        assert main(["translation", "export", "999999"]) == 2
        file.write_bytes(b"<html/>")
        assert main(["translation", "import", number, str(file)]) == 2
        assert "Refused" in capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words", [" " * 900_000 + "x", "a" + "\u0301\u0323" * 300_000, "<a" * 250_000, "&" * 300_000, "\n".join("a" * 1900)]
)
def test_hostile_words(target, words):
    """A translation that is written to take its time is refused in good time, and the others are taken."""
    begun = time.process_time()
    plan = plan_of(target, xliff_with(target, WORDS["vi"], lambda root: set_words(root, "h1", words)))
    assert line(plan, "p1").verdict == "take"
    assert len(line(plan, "h1").value) <= 200
    assert time.process_time() - begun < 3


def set_words(root, key, words):
    """Put words into the target of a unit."""
    root.find(f".//x:unit[@id='{key}']//x:target", NS).text = words


@pytest.mark.django_db
def test_many_foreign_passages(target):
    """Of very many foreign passages the first are named and the others counted."""
    raw = po_with(target, WORDS["vi"])
    raw += "".join(f'\nmsgctxt "z{at}"\nmsgid "z{at}"\nmsgstr "y"\n' for at in range(400)).encode()
    plan = plan_of(target, raw)
    assert len(plan.problems) == 51
    assert "350 more" in plan.problems[-1].says


@pytest.mark.django_db
def test_no_more_queries_for_more_passages(make_article, people, django_assert_max_num_queries):
    """Taking in a story of 60 paragraphs, a third of them stale, asks the database no more than a short one does."""
    source = make_article(body=[paragraph(f"p{at}", f"The pier number {at} opened on Monday.") for at in range(60)])
    article = translate_into(story=source.story, language="vi", by=people["translator"])
    raw = po_with(article, {f"p{at}": f"Bến tàu số {at} khai trương hôm thứ Hai." for at in range(60)})
    edit(source, **{f"p{at}": f"<p>The pier number {at} closed on Monday.</p>" for at in range(20)})
    with django_assert_max_num_queries(90):
        plan = take(article, raw, people)
    assert plan.count() == {"empty": 2, "take as stale": 20, "take": 40}
    assert [unit.state for unit in units(article.newest())].count("stale") == 20


@pytest.mark.django_db
@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="needs gettext's msgfmt")
def test_gettext_reads_our_po(source, target, tmp_path):
    """gettext itself finds nothing wrong with the PO file, header and stale messages included."""
    edit(target, headline="Bến tàu mới", p1="<p>Bến tàu <b>mở</b>.</p>")
    edit(source, headline='New "pier"\\n closes')
    file = tmp_path / "out.po"
    file.write_bytes(po.write(sheet_of(target)))
    done = subprocess.run(["msgfmt", "--check", "-o", tmp_path / "out.mo", file], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
