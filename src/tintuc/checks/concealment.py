"""How much what a page hides weighs: by the way it is hidden, how much, where its links lead, and what excuses it.

One sign alone weighs nothing: menus, tabs, dialogs and words for screen readers are hidden on every clean page.
"""

from __future__ import annotations

from functools import lru_cache

from tintuc.checks.model import Dossier, Hidden, Level
from tintuc.text.commerce import wares

#: Ways that leave the words on the page and merely keep eyes from them. Nothing on a page needs them for a text.
DECEPTIVE = frozenset(["colour on colour", "font-size:0", "off-screen", "text-indent", "clip", "marquee", "lone mark",
                       "letter-spacing"])  # fmt: skip
#: Links and, of them, sites outside from which nobody's oversight explains it.
MANY_LINKS, MANY_SITES = 10, 3
#: Letters below which hidden words are a label, and from which they are a text.
LABEL, TEXT = 24, 60
#: Letters of a hidden text that holds.
LONG = 800
#: Links outside that a menu or a dialog may hold: sister sites, advertisers a consent dialog names.
SISTERS = {"control": 60, "part": 12, "body": 10, "reader": 1}


def outside(hidden: Hidden) -> int:
    """How many of its links lead outside."""
    return sum(link.outside for link in hidden.links)


def sites(hidden: Hidden) -> tuple[str, ...]:
    """The hosts outside that it links to, each once."""
    return tuple(dict.fromkeys(link.host for link in hidden.links if link.outside))


def goods(hidden: Hidden, dossier: Dossier) -> frozenset[str]:
    """What it sells and the page does not speak of; of what has an excuse, what its links outside sell."""
    words = " ".join(f"{link.anchor} {link.host}" for link in hidden.links if link.outside)
    if not hidden.habit:
        words = f"{hidden.text} {words}"
    found = wares(words[:20_000])
    return found - _spoken_of(dossier) if found else found


def weight(hidden: Hidden, dossier: Dossier) -> Level | None:
    """None for what the desk need not speak of."""
    if hidden.habit == "control" and hidden.technique not in DECEPTIVE and not outside(hidden):
        return None
    links, sold = outside(hidden), len(goods(hidden, dossier))
    if hidden.technique == "generated content":  # no search engine reads it, and labels are made so
        return Level.QUERY if sold >= 2 else None
    if hidden.technique == "noscript":
        return _of_noscript(hidden, links, sold)
    if not hidden.habit and hidden.sure:
        return _bare(hidden, links, sold)
    if (sold and links) or sold >= 3:
        return Level.HOLD if links >= MANY_LINKS or (hidden.technique in DECEPTIVE and links >= 3) else Level.QUERY
    if not hidden.habit:
        return Level.QUERY if links >= MANY_SITES else None
    allowed = SISTERS[hidden.habit]
    if hidden.technique in DECEPTIVE and hidden.sure:
        allowed = min(allowed, MANY_SITES)
    return Level.QUERY if links >= allowed else None


def _bare(hidden: Hidden, links: int, sold: int) -> Level | None:
    """Of what nothing excuses."""
    deceptive = hidden.technique in DECEPTIVE
    if links and (len(hidden.links) >= MANY_LINKS or len(sites(hidden)) >= MANY_SITES):
        return Level.HOLD
    if links:
        return Level.HOLD if deceptive and (sold or links >= MANY_SITES) else Level.QUERY
    if len(hidden.links) >= MANY_LINKS and deceptive:
        return Level.HOLD
    if hidden.characters >= LONG:
        return Level.HOLD
    return Level.QUERY if sold >= 2 or hidden.characters >= (LABEL if deceptive else TEXT) else None


def _of_noscript(hidden: Hidden, links: int, sold: int) -> Level | None:
    if links >= MANY_LINKS or (links >= MANY_SITES and sold):
        return Level.HOLD
    return Level.QUERY if links >= MANY_SITES or (links and sold) else None


@lru_cache(maxsize=8)
def _wares_of(text: str) -> frozenset[str]:
    return wares(text)


def _spoken_of(dossier: Dossier) -> frozenset[str]:
    return _wares_of("\n".join([dossier.headline, dossier.standfirst, *(block.text for block in dossier.body)]))
