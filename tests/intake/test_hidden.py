"""What a page hides is found, told apart from what honest pages hide, and found in bounded time."""

from __future__ import annotations

import contextlib
import time
import tomllib
from pathlib import Path

import pytest

from tintuc.checks import Level, catalogue, run
from tintuc.config.dossiers import dossier_of
from tintuc.intake.copy import Copy, Unreadable
from tintuc.intake.css import colour, declarations
from tintuc.intake.page import read_page

CASES = tomllib.loads((Path(__file__).parent / "hidden_cases.toml").read_text(encoding="utf-8"))["case"]
#: Cases that come out wrong, by name, with the reason beside each. At most four.
KNOWN = frozenset({"white on a picture that is white"})  # pictures are not looked at
CHECKS = [catalogue()[name] for name in ("injection.hidden-text", "injection.hidden-link", "characters.invisible")]
PAGE = """<!doctype html><html lang="en"><head><title>The pier</title>
<link rel="canonical" href="https://www.harbour.example/2031/pier"></head><body><article><h1>The pier opens</h1>
<p>The harbour town opened its new ferry pier on Monday after two years of building and one of waiting.</p>
{}
<p>The first ferry left at eight with the mayor on board, and came back at nine with a band and a cake.</p>
</article></body></html>"""


def read(inside: str) -> Copy:
    return read_page(PAGE.replace("{}", inside).encode())


def levels(copy: Copy) -> list[Level]:
    report = run(dossier_of(copy), checks=CHECKS)
    assert not [seen for seen in report.seen if seen.template], "the check broke"
    return [seen.level for seen in report.seen]


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
def test_case(case):
    """The desk speaks of hidden spam and is silent on what honest pages hide."""
    assert bool(levels(read(case["html"]))) == (case["speaks"] != (case["name"] in KNOWN))


def test_the_cases_are_many():
    """The set holds both sides in number, and few known misses."""
    assert len(CASES) >= 90
    assert len(CASES) * 0.25 < sum(case["speaks"] for case in CASES) < len(CASES) * 0.5
    assert len(KNOWN) <= 4


def test_spam_is_in_no_block():
    """Hidden spam is taken out of the text; what a reader unfolds stays."""
    spam = read('<p style="color:#fff">moon slots, sun slots, star slots, best casino bonus tonight</p>')
    assert not any("slots" in block.text for block in spam.blocks)
    assert len(spam.blocks) == 2
    more = read('<div class="read-more" style="display:none"><p>The council voted on the pier twice.</p></div>')
    assert any("voted" in block.text for block in more.blocks)


def test_the_evidence_names_way_amount_links_and_place():
    """A hidden piece tells how it is hidden, by what, how much it is, where it leads and where it stands."""
    copy = read(
        '<style>.k2 {left:-9999px; position:absolute}</style><div class="k2">Play <a href="https://slots.example/a">now</a></div>'
    )
    piece = copy.hidden[0]
    assert (piece.technique, piece.text, piece.characters) == ("off-screen", "Play now", 7)
    assert piece.css == ".k2 { left: -9999px; position: absolute }"
    assert [(link.anchor, link.host, link.outside) for link in piece.links] == [("now", "slots.example", True)]
    assert "div.k2" in piece.place
    assert copy.host == "harbour.example"


def test_a_piece_in_a_hidden_link_is_read():
    """What is hidden once more within a hidden link is a piece of its own, and none of the link's words."""
    link = '<a href="https://a.example">word <b style="visibility:hidden">more</b></a>'
    copy = read(f'<p style="visibility:hidden">text {link}</p>')
    assert [piece.text for piece in copy.hidden] == ["text word", "more"]
    assert [link.anchor for piece in copy.hidden for link in piece.links] == ["word"]


def test_many_links_hold():
    """Ten hidden links to other sites hold the article."""
    links = "".join(f'<a href="https://s{n}.example">slots {n}</a>' for n in range(10))
    assert Level.HOLD in levels(read(f'<div style="display:none">{links}</div>'))


@pytest.mark.parametrize(
    ("text", "is_colour"),
    [
        ("#fff", (255, 255, 255, 1)),
        ("#ffffff00", (255, 255, 255, 0)),
        ("rgb(255 255 255 / 50%)", (255, 255, 255, 0.5)),
        ("hsl(120deg, 100%, 50%)", (0, 255, 0, 1)),
        ("rebeccapurple", (102, 51, 153, 1)),
        ("rgb(a,b,c)", None),
    ],
)
def test_colours(text, is_colour):
    """A colour is read in each way CSS writes it."""
    assert colour(text) == is_colour


def test_declarations_are_read_through_comments_and_escapes():
    """A declaration is the same with comments, escapes, capitals and quotes in it."""
    found = declarations("d\\69splay: NONE !Important; background:url(data:a;b); /* x:y; */ left:1px")
    assert [(one.name, one.value, one.important) for one in found] == [
        ("display", "none", True),
        ("background", "url(data:a;b)", False),
        ("left", "1px", False),
    ]


@pytest.mark.parametrize(
    ("place", "numbers"),
    [
        (":first-child", [1]),
        (":nth-child(3)", [3]),
        (":nth-child(odd)", [1, 3, 5]),
        (":nth-child(-n + 2)", [1, 2]),
        (":nth-child(3n+2)", [2, 5]),
        (":nth-last-child(2)", [4]),
        (":last-of-type", [4, 5]),
        ("b:nth-of-type(2)", [4]),
        (":only-of-type", []),
        (":not(:first-child):not(b)", [3, 5]),
        (":nth-child(n)", [1, 2, 3, 4, 5]),
        (":nth-first-child(1)", []),
    ],
)
def test_places_among_brothers(place, numbers):
    """A rule about places among brothers hides those that stand there, and no others."""
    brothers = "".join(f"<{tag}>words {n}</{tag}>" for n, tag in enumerate("ibibi", 1))
    copy = read(f"<style>.row>{place}{{font-size:0}}</style><div class=row>{brothers}</div>")
    assert [piece.text for piece in copy.hidden] == [f"words {n}" for n in numbers]


@pytest.mark.parametrize(
    ("selector", "title"),
    [
        ('p[title="].zz"]', "].zz"),
        ("p[title='(.zz']", "(.zz"),
        ("i + p[title='(.zz']", "(.zz"),
        ("p:not([lang='.zz'])", ""),
        ("p:not(:is(.zz, [title='.yy']))", ""),
        (":is(.zz, p)", ""),
        ("p.🎰.ñ", ""),
        (r"p.s\:m", ""),
        ("p:where(:not(.zz))[title]", ""),
    ],
)
def test_what_stands_in_brackets_need_not_stand_on_the_page(selector, title):
    """A rule is not passed over for a name that only its brackets, quotes or escapes hold."""
    sheet = f"<style>{selector}{{opacity:0}}</style>"
    copy = read(f"{sheet}<div><i></i><p title='{title}' class='s:m 🎰 ñ'>words of no use</p></div>")
    assert "words of no use" in [piece.text for piece in copy.hidden]


@pytest.mark.parametrize(
    ("sheet", "is_hidden"),
    [
        ("@layer a{.x{opacity:0}} .x{opacity:1}", False),
        ("@layer a{p.x{opacity:1}} .x{opacity:0}", True),
        ("@layer a{.x{opacity:0!important}} p.x{opacity:1!important}", True),
        ("@layer b, a; @layer a{.x{opacity:0}} @layer b{p.x{opacity:1}}", True),
        ("@layer a{.x{opacity:0} @layer c{p.x{opacity:1}}}", True),
        ("@layer a{.x{opacity:1}} @layer a.c{p.x{opacity:0}}", False),
        ("@layer{.x{opacity:0}}", True),
        (":where(#y).x{opacity:0} p{opacity:1}", True),
        (":is(#y, p){opacity:1} .x{opacity:0}", False),
    ],
)
def test_layers_and_weights(sheet, is_hidden):
    """What counts of several rules follows layers, importance and the weight of selectors, brackets included."""
    copy = read(f'<style>{sheet}</style><p class="x" id="y">words of no use</p>')
    assert [piece.text for piece in copy.hidden] == ["words of no use"] * is_hidden


def test_opacity_adds_up():
    """Elements in each other that are seen through hide together, unless one of them comes to be seen."""
    page = "<style>.a{opacity:.3}.b{opacity:.15}%s</style><div class=a><p class=b>words</p>seen</div>"
    assert [piece.text for piece in read(page % "").hidden] == ["words"]
    assert not read(page % ".a:hover{opacity:1}").hidden


def test_a_page_without_body_tags_is_read():
    """Elements that follow the head belong to the page, be they newer than the parser or not."""
    copy = read_page(b"<!doctype html><title>Pier</title><style>b{opacity:0}</style><main><h1>Pier</h1>"
                     b"<p>The pier opens.</p></main><aside><b>unseen words</b></aside><p>It closes.</p>")  # fmt: skip
    assert [block.text for block in copy.blocks] == ["The pier opens.", "It closes."]
    assert [piece.text for piece in copy.hidden] == ["unseen words"]


def test_closed_details_that_open_are_left_alone():
    """What a reader unfolds is no hidden text; with a summary that nobody sees it is."""
    page = "<details%s><summary%s>More</summary>The council voted twice.</details>"
    assert not read(page % ("", "")).hidden
    assert not any("voted" in piece.text for piece in read(page % (" open", " hidden")).hidden)
    assert any("voted" in piece.text for piece in read(page % ("", " hidden")).hidden)


HOSTILE = {
    "places": "<style>"
    + "i:nth-of-type(2n+1):nth-last-child(7n){display:none}" * 20
    + "</style>"
    + "<i>x</i>" * 30_000,
    "layers": "<style>"
    + "".join(f"@layer {'a.' * 50}l{n}{{.b{{opacity:0}}}}" for n in range(5_000))
    + "</style><i class=b>x</i>",
    "layers that are named": "<style>@layer " + "a.b, " * 200_000 + "c;</style>x",
    "nested tags": "<b>" * 100_000,
    "ten megabytes of style": "<style>" + ".a .b{display:none}" * 550_000 + "</style>",
    "two megabytes of style": "<style>" + ".a .b{display:none}" * 100_000 + "</style><p class=b>x</p>",
    "selectors that all ask for every element": "<style>"
    + "* * * .b{color:red}" * 3_000
    + "</style>"
    + "<i class=b>x</i>" * 30_000,
    "deep ancestors": "<style>"
    + ".a .c .d .e .b{display:none}" * 2_000
    + "</style>"
    + "<div>" * 200
    + "<i class=b>x</i>" * 20_000,
    "brothers": "<style>" + "i.z ~ i.b{display:none}" * 50 + "</style>" + "<i class=b>x</i>" * 30_000,
    "open brackets": "<style>" + "a[" * 500_000 + "</style>",
    "open strings": "<style>" + "a{b:'" * 300_000 + "</style>",
    "a comma list": "<style>" + "p," * 900_000 + "p{display:none}</style>",
    "hidden pieces": '<p style="display:none">x <a href="https://a.example">b</a></p>' * 20_000,
    "a long style": f'<p style="{"color:red;" * 150_000}">x</p>',
    "scripts": "<script>" + 'getElementById("a").style.left="1px";' * 40_000 + "</script>",
    "lone links": "<p>" + 'words <a href="https://a.example">.</a>' * 20_000 + "</p>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_take_bounded_time(name):
    """What is written to take the desk's time is read or refused in a few seconds of this machine's time."""
    raw = PAGE.replace("{}", HOSTILE[name]).encode()
    begun = time.process_time()
    with contextlib.suppress(Unreadable):
        levels(read_page(raw))
    assert time.process_time() - begun < 4
