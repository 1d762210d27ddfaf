"""``tintuc audit``: the archive and the baked files, as exit code and as text, JSON, SARIF and a page."""

import gzip
import hashlib
import json
import os

import pytest
from lxml import html

from tintuc.config import audit_archive
from tintuc.config.cli import main
from tintuc.config.spread import Spread
from tintuc.integrity.actions.waive import take_back, waive
from tintuc.integrity.queries import inspect
from tintuc.publishing import tree
from tintuc.publishing.actions.withdraw import withdraw
from tintuc.publishing.models import BakedFile
from writing import paragraph

pytestmark = pytest.mark.django_db

CLEAN = "The harbour town opened its new ferry pier on Monday after two years of building."
FOREIGN = "港口新码头星期一正式启用,渡轮往返海岛只需十二分钟,居民对此表示欢迎。"
PAGE = (
    "<!doctype html>\n<html lang=en>\n<meta property='og:type' content='article'>\n<h1>A pier opens</h1>\n"
    f"<p>{CLEAN}</p>\n<p>Residents said the crossing to the island now takes twelve minutes instead of forty.</p>\n"
)


@pytest.fixture
def audit(tmp_path, monkeypatch, capsys):
    """Runs the command on the test's newsroom; gives the exit code, what it printed and what it said on the side."""
    monkeypatch.setenv("TINTUC_DIR", str(tmp_path))
    (tmp_path / "network.toml").touch()

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["audit", "--dir", str(tmp_path), "--jobs", "1", *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture
def let_through(make_article, people):
    """A live article that was waived, and whose waiver was taken back since."""
    article = make_article(
        headline="<script>alert('pier')</script>", body=[paragraph("p1", CLEAN), paragraph("p2", FOREIGN)]
    )
    holds = inspect(article.newest()).open_holds
    for finding in holds:
        waive(article=article, fingerprint=finding.fingerprint, reason="A poem, quoted.", by=people["editor"])
    article.latest_revision.publish()
    for finding in holds:
        take_back(article=article, fingerprint=finding.fingerprint, by=people["editor"])
    return article


def bake(path: str, page: str, status: int = 200) -> None:
    """Put a page into the tree and its digest into the manifest."""
    place = tree.file_for("bac-dau.test", path)
    if status == 200:
        tree.write(place, page.encode())
    else:
        tree.put_stand_in(place, status, page.encode())
    digest = hashlib.sha256(page.encode()).hexdigest()
    BakedFile.objects.create(
        host="bac-dau.test", path=path, kind="toast", owner=1, key=path, status=status, digest=digest
    )


def file(path: str):
    return tree.file_for("bac-dau.test", path)


def test_exit_codes(audit, make_article, let_through, people):
    """0 says that nothing is on hold, 1 that something is."""
    clean = make_article()
    clean.latest_revision.publish()
    code, out, _ = audit()
    assert code == 1
    assert "2 articles, 1 on hold." in out
    assert "language.foreign-script  p2:0-" in out
    withdraw(article=let_through, by=people["editor"], reason="For the test.")
    assert audit()[0] == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--check", "language.foreign-scrip"], "language.foreign-script"),
        (["--edition", "xx"], "bac-dau/vi"),
        (["--baked", "/nowhere"], "no folder"),
        (["--out", "/nowhere/report.html"], "No such file"),
    ],
)
def test_what_cannot_run(audit, site, arguments, sentence):
    """2 says that it could not run, with a sentence that leads on."""
    code, _, err = audit(*arguments)
    assert code == 2
    assert sentence in err


def test_no_newsroom(tmp_path, capsys):
    """Without a newsroom there is nothing to audit."""
    assert main(["audit", "--dir", str(tmp_path / "none")]) == 2
    assert "There is no newsroom" in capsys.readouterr().err


def test_it_reads_what_readers_read(audit, make_article):
    """A live article is looked at as released; its unreleased draft counts only once it is all there is."""
    article = make_article()
    article.latest_revision.publish()
    draft = article.newest()
    draft.body = [paragraph("p1", CLEAN), paragraph("p2", FOREIGN)]
    draft.save_revision()
    assert audit()[0] == 0
    assert audit("--all")[0] == 0
    make_article(body=[paragraph("p1", FOREIGN)])
    assert audit()[0] == 0
    assert audit("--all")[0] == 1


def test_a_translation_is_held_against_the_released_source(audit, make_article, people):
    """A source that is being rewritten does not put its live translation on hold before readers get the new words."""
    from tintuc.translation.actions.translate_into import translate_into

    source = make_article()
    source.latest_revision.publish()
    target = translate_into(story=source.story, language="vi", by=people["editor"]).newest()
    target.headline, target.standfirst = "Bến mới rút ngắn đường ra đảo", "Phà ra đảo nay chỉ mất mười hai phút."
    target.body = [
        paragraph("p1", "Thị trấn cảng đã mở bến phà mới hôm thứ Hai sau hai năm xây dựng."),
        paragraph("p2", "Người dân cho biết đường ra đảo nay mất mười hai phút thay vì bốn mươi phút."),
    ]
    target.save_revision(user=people["editor"])
    target.latest_revision.publish()
    draft = source.newest()
    draft.headline = "Another headline altogether"
    draft.save_revision()
    assert audit("--edition", "vi")[:1] == (0,)


def test_narrowing(audit, make_article, let_through):
    """Editions, checks, moments and numbers narrow it."""
    assert audit("--edition", "vi")[0] == 0
    assert audit("--edition", "BAC-DAU/en")[0] == 1
    assert audit("--check", "sentences")[0] == 0
    assert audit("--check", "language.foreign-script")[0] == 1
    assert audit("--since", "2100-01-01")[0] == 0
    assert audit("--since", "2001-01-01")[0] == 1
    make_article().latest_revision.publish()
    assert "1 articles" in audit("--limit", "1")[1]


def test_the_page_is_one_file_and_trusts_nothing(audit, let_through, tmp_path):
    """The page needs no script and no other file, and shows a hostile headline as its characters."""
    place = tmp_path / "report.html"
    assert audit("--format", "html", "--out", str(place))[0] == 1
    text = place.read_text(encoding="utf-8")
    page = html.document_fromstring(text)
    assert not page.xpath("//script|//img|//link|//iframe|//*[@src]")
    assert "<script>alert('pier')</script>" in page.text_content()
    assert FOREIGN in [quote.text_content() for quote in page.iter("blockquote")]
    links = page.xpath("//article//a/@href")
    assert any(f"/edit/{let_through.pk}/" in link for link in links)
    assert any(link.startswith("http://bac-dau.test/en/world/") for link in links)
    assert page.xpath("//meta[@name='viewport']")
    assert "prefers-color-scheme: dark" in text
    headings = [heading.text for heading in page.iter("h2")]
    assert headings[:4] == ["By check", "By edition", "By section", "On hold"]
    assert not list(tmp_path.glob(".report*")), "nothing is left beside it"


def test_json_and_sarif(audit, let_through):
    """JSON holds sums and rows; SARIF has a result a finding."""
    data = json.loads(audit("--format", "json")[1])
    assert (data["verdict"], data["articles"], data["held"]) == ("hold", 1, 1)
    assert data["by_edition"] == [
        {"edition": "bac-dau/en", "articles": 1, "held": 1, "findings": data["findings"]},
    ]
    assert data["by_section"][0]["section"] == "bac-dau/world"
    assert data["slowest"][0]["runs"] == 1
    assert data["rows"][0]["name"] == f"article {let_through.pk}"
    [run] = json.loads(audit("--format", "sarif")[1])["runs"]
    assert "language.foreign-script" in {result["ruleId"] for result in run["results"]}
    assert run["invocations"][0]["toolExecutionNotifications"] == []


def test_a_broken_article_does_not_stop_it(audit, make_article, let_through, people, monkeypatch):
    """An article that cannot be read is named, the others are looked at, and the audit is not clear."""
    bad = make_article()
    bad.latest_revision.publish()
    whole = audit_archive._look
    monkeypatch.setattr(audit_archive, "_look", lambda item: whole(item) if item.article != bad.pk else 1 / 0)
    code, out, err = audit("--format", "json")
    data = json.loads(out)
    assert (code, data["broken"], data["held"], data["articles"]) == (1, 1, 1, 2)
    assert f"article {bad.pk}: ZeroDivisionError" in err
    page = audit("--format", "html")[1]
    assert "Could not be read" in page
    withdraw(article=let_through, by=people["editor"], reason="For the test.")
    assert audit()[0] == 1


def test_unused_waivers_are_listed(audit, make_article, people):
    """A waiver whose finding is gone is listed; not while its check was left out."""
    article = make_article(body=[paragraph("p1", CLEAN), paragraph("p2", FOREIGN)])
    for finding in inspect(article.newest()).open_holds:
        waive(article=article, fingerprint=finding.fingerprint, reason="A poem, quoted.", by=people["editor"])
    article = article.newest()
    article.body = [paragraph("p1", CLEAN), paragraph("p2", CLEAN.replace("Monday", "Tuesday"))]
    article.save_revision()
    code, out, _ = audit("--all")
    assert code == 0
    assert "unused waiver of language.foreign-script by editor: A poem, quoted." in out
    assert "Waivers nobody needs any more" in audit("--all", "--format", "html")[1]
    assert "unused waiver" not in audit("--all", "--check", "sentences")[1]


def tampered(out: str) -> list[str]:
    rows = json.loads(out)["rows"]
    return [one["message"] for row in rows for one in row["findings"] if one["check"] == "page.tampered"]


def test_baked_pages_are_read_and_compared(audit, site, tmp_path):
    """Sound pages pass; the articles among them are read."""
    bake("/en/world/2031/06/pier-1.html", PAGE)
    bake("/en/", "<!doctype html><html lang=en><h1>All the news</h1>")
    bake("/en/world/2031/06/gone-2.html", "<p>Withdrawn.</p>", 410)
    code, out, _ = audit("--baked", str(tmp_path / "baked"), "--format", "json")
    data = json.loads(out)
    assert tampered(out) == []
    assert data["articles"] == 1
    assert (data["by_edition"][0]["edition"], data["by_section"][0]["section"]) == ("bac-dau/en", "bac-dau/world")
    assert json.loads(audit("--baked", str(tmp_path / "baked"), "--all", "--format", "json")[1])["articles"] == 2
    bake("/en/world/2031/06/pier-3.html", PAGE.replace("</h1>", f"</h1><p>{FOREIGN}</p>"))
    code, out, _ = audit("--baked", str(tmp_path / "baked"))
    assert code == 1
    assert "pier-3.html: HOLD" in out


def test_tampering_is_shown_line_by_line(audit, site, tmp_path):
    """A page that was changed is held; the first line that differs stands beside what was baked."""
    bake("/en/world/2031/06/pier-1.html", PAGE)
    place = file("/en/world/2031/06/pier-1.html")
    place.write_text(PAGE.replace("twelve", "ninety"))
    code, out, _ = audit("--baked", str(tmp_path / "baked"), "--format", "json")
    [message] = tampered(out)
    assert code == 1
    assert message.startswith("Line 6 of bac-dau.test/en/world/2031/06/pier-1.html says “…")
    assert "ninety minutes" in message
    assert "baked was “…" in message
    assert "twelve minutes" in message


def test_a_packed_form_counts_as_the_page(audit, site, tmp_path):
    """What most readers are sent is the packed form: changed alone, it is found."""
    bake("/en/world/2031/06/pier-1.html", PAGE)
    place = file("/en/world/2031/06/pier-1.html")
    place.with_name(place.name + ".gz").write_bytes(gzip.compress(PAGE.replace("Monday", "Sunday").encode()))
    place.with_name(place.name + ".br").write_bytes(b"no brotli")
    messages = tampered(audit("--baked", str(tmp_path / "baked"), "--format", "json")[1])
    assert len(messages) == 2
    assert any("pier-1.html.gz says" in message and "Sunday" in message for message in messages)


def test_digests_where_the_page_is_not_at_hand(audit, site, tmp_path):
    """Where every form was changed the two digests are named; strange and missing files are named too."""
    bake("/en/world/2031/06/pier-1.html", PAGE)
    tree.write(file("/en/world/2031/06/pier-1.html"), PAGE.replace("twelve", "ninety").encode())
    tree.write(file("/en/win.html"), b"<h1>You have won</h1>")
    bake("/en/rss.xml", "<rss/>")
    tree.remove(file("/en/rss.xml"))
    messages = tampered(audit("--baked", str(tmp_path / "baked"), "--format", "json")[1])
    assert sum("is not what was baked: its digest begins" in message for message in messages) == 3
    assert any("win.html lies among the pages, and was never baked." in message for message in messages)
    assert any("rss.xml was baked, and is not there." in message for message in messages)


def test_files_that_break(audit, site, tmp_path):
    """Bytes that are no page, a pipe and a torn file are named, and the rest is read."""
    bake("/en/world/2031/06/pier-1.html", PAGE)
    folder = file("/en/world/2031/06/pier-1.html").parent
    (folder / "binary.html").write_bytes(b"\x00\x01 og:type" * 900 + b"<meta property=og:type content=article>")
    os.mkfifo(folder / "pipe.html")
    (folder / "nowhere.html").symlink_to(folder / "missing")
    code, out, err = audit("--baked", str(tmp_path / "baked"), "--format", "json")
    assert code == 1
    assert json.loads(out)["broken"] >= 2
    assert "pipe.html: this is no regular file" in err


def test_a_tree_without_a_newsroom(site, tmp_path, capsys):
    """A tree alone is read, and the report says that nothing was compared; processes share the work."""
    bake("/en/world/2031/06/pier-1.html", PAGE)
    assert main(["audit", "--baked", str(tmp_path / "baked"), "--jobs", "2"]) == 0
    assert "no file was compared" in capsys.readouterr().out
    assert main(["audit", "--baked", str(tmp_path / "baked"), "--check", "page.tampered"]) == 2


def test_a_process_that_dies_takes_only_its_own_item_along():
    """When an item kills its process it alone fails, and results stay in order."""
    work = [["1+1", "2+2"], ["__import__('os')._exit(1)", "3+3"], ["4+4"]]
    with Spread(eval, lambda _, why: why, 2) as spread:
        results = [result for _, result in spread.results(work)]
    assert results == [2, 4, "the process that read it died", 6, 8]
