"""Does the page hide links to sites it does not link to openly?

A link that no reader can follow is there for search engines alone. Links to the page's own site, to where people share
and follow, and to hosts the page also links to openly do not count.

Known limits: as of ``injection.hidden-text``.
"""

from __future__ import annotations

from collections.abc import Iterator

from tintuc.checks.concealment import DECEPTIVE, MANY_LINKS, sites, weight
from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Hidden, Level, Link, Pass, Place

#: Hosts that the sentence names.
NAMED = 3


def find(dossier: Dossier) -> Iterator[Finding]:
    """Weigh each piece with links outside; many pieces with one link each weigh as one with many."""
    spoken = [(hidden, level) for hidden in dossier.hidden if sites(hidden) and (level := weight(hidden, dossier))]
    hosts = {host for hidden, _ in spoken for host in sites(hidden)}
    deceptive = {host for hidden, _ in spoken if hidden.technique in DECEPTIVE for host in sites(hidden)}
    together = len(hosts) >= MANY_LINKS or len(deceptive) >= 3
    for hidden, level in spoken:
        named = sites(hidden)
        values = {
            "links": str(sum(link.outside for link in hidden.links)),
            "hosts": ", ".join(named[:NAMED]) + ("" if len(named) <= NAMED else ", …"),
            "technique": hidden.technique,
            "css": hidden.css,
            "where": hidden.place,
        }
        anchor = next((link.anchor for link in hidden.links if link.outside and link.anchor), "")
        yield Finding("hidden", Place("page"), anchor, values, Level.HOLD if together else level)


def _page(*hidden: Hidden) -> Dossier:
    return Dossier(body=(Block("The harbour opened its pier."),), host="harbour.example", hidden=hidden)


def _hidden(habit: str, *hosts: str) -> Hidden:
    links = tuple(Link("lucky moon", host, outside=True) for host in hosts)
    return Hidden("lucky moon", "off-screen", 'style="left:-9999px"', 10, links, "line 8: body > div > a", habit)


CHECK = Check(
    id="injection.hidden-link",
    title="Link hidden from readers",
    level=Level.QUERY,
    says={"hidden": "The page hides links (%(links)s) to %(hosts)s (%(technique)s, by %(css)s) at %(where)s."},
    why="A link that nobody can follow is sold or stolen, and search engines punish the whole site for it.",
    fix="Take the link out of the page and ask how it got there.",
    since="0.1",
    find=find,
    needs=frozenset({"hidden"}),
    examples=(
        Pass(
            _page(
                Hidden(
                    "Our papers", "display:none", "", 10, (Link("Sea News", "sea.example", outside=True),), habit="part"
                )
            )
        ),
        Pass(_page(Hidden("Home", "off-screen", "", 4, (Link("Home", ""),)))),
        Find(_page(_hidden("", "moon.example")), "hidden", "lucky moon"),
        Find(_page(_hidden("part", *(f"moon{n}.example" for n in range(12)))), "hidden", "lucky moon"),
    ),
)
