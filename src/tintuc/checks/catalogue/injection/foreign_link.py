"""Does a link in the text sell something the text does not speak of?

Most links of clean news share no word with the rest of their sentence ("said in a statement"), so that alone says
nothing. Asked about is a link outside whose anchor or host names wares of spam that stand nowhere else in the text, or whose
anchor is written in a script that neither the text nor its sentence uses; and whose host no other link of the text shares.

Known limits: a link put under honest words passes if its host does not tell. Lists, tables and captions are not looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Link, Pass, Place
from tintuc.text.commerce import wares
from tintuc.text.languages import facts
from tintuc.text.scripts import script_counts

#: Links to one host that make it a source of the article.
SOURCE = 3
#: Letters of another script in an anchor; fewer are a name.
LETTERS = 4
#: Words of an anchor. Longer ones are sentences, and quote what stands at the other end.
ANCHOR = 8


def find(dossier: Dossier) -> Iterator[Finding]:
    """Ask about links outside that sell, or that speak another script."""
    links = [link for link in dossier.links if link.outside]
    hosts = Counter(link.host for link in links)
    if not links:
        return
    texts = [dossier.headline, dossier.standfirst, *(block.text for block in dossier.body)]
    whole = "\n".join(texts)
    spoken = wares(whole) if any(wares(f"{link.anchor} {link.host}") for link in links) else frozenset()
    anchors = Counter(ware for link in links for ware in wares(link.anchor))
    for link in links:
        if hosts[link.host] >= SOURCE or len(link.anchor.split()) > ANCHOR:
            continue
        place = Place("body", link.block, link.start, link.end)
        sold = _sold(link, whole.lower(), spoken, anchors)
        if sold:
            values = {"host": link.host, "wares": ", ".join(sorted(sold)[:3])}
            yield Finding("wares-first" if link.first_use else "wares", place, link.anchor, values)
        elif _is_other_script(link, dossier):
            yield Finding("script", place, link.anchor, {"host": link.host})


def _sold(link: Link, whole: str, spoken: frozenset[str], anchors: Counter[str]) -> set[str]:
    """Wares of the anchor that stand nowhere but in anchors, and wares of the host that stand nowhere at all."""
    by_anchor = {ware for ware in wares(link.anchor) if whole.count(ware) <= anchors[ware]}
    return by_anchor | {ware for ware in wares(link.host) if ware not in spoken}


def _is_other_script(link: Link, dossier: Dossier) -> bool:
    language = facts(dossier.language)
    if language is None or "Latin" not in language.scripts:
        return False
    counts = script_counts(link.anchor)
    other = sum(count for script, count in counts.items() if script not in language.scripts)
    around = script_counts(link.sentence.replace(link.anchor, ""))
    return other >= LETTERS and not any(around.get(script) for script in counts if script not in language.scripts)


TEXT = "The harbour town opened its pier on Monday, and lucky moon casino played no part in it."


def _page(text: str, anchor: str, host: str, language: str = "en", first_use: bool | None = None) -> Dossier:
    start = text.index(anchor)
    link = Link(anchor, host, "p1", start, start + len(anchor), text, outside=True, first_use=first_use)
    return Dossier(language=language, body=(Block(text, "p1"),), links=(link,), host="harbour.example")


CHECK = Check(
    id="injection.foreign-link",
    title="Link that has nothing to do with its sentence",
    level=Level.QUERY,
    says={
        "wares": "This link leads to %(host)s and sells what the text does not speak of (%(wares)s).",
        "wares-first": "This link leads to %(host)s, where no story of the network has led before, and sells what the text does not speak of (%(wares)s).",
        "script": "This link leads to %(host)s, and its words are in another script than the text.",
    },
    why="Links are put into old articles to sell; readers follow them in the newsroom's name.",
    fix="Take the link out, or say in the sentence why readers should follow it.",
    since="0.1",
    find=find,
    needs=frozenset({"links"}),
    examples=(
        Pass(_page("The mayor said in a statement that the pier is safe.", "said in a statement", "townhall.example")),
        Pass(
            _page(
                "The casino burned, and the casino's owner said it was insured.", "casino's owner", "oldcasino.example"
            )
        ),
        Find(_page(TEXT, "lucky moon casino", "moon.example"), "wares", "lucky moon casino"),
        Find(_page("The new pier is safe, the mayor said.", "the mayor", "best-viagra.example"), "wares", "the mayor"),
        Find(_page(TEXT, "lucky moon casino", "moon.example", first_use=True), "wares-first", "lucky moon casino"),
        Find(
            _page("Bến phà mới 龙宫真人游戏 mở cửa hôm thứ Hai.", "龙宫真人游戏", "longgong.example", "vi"),
            "script",
            "龙宫真人游戏",
        ),
    ),
)
