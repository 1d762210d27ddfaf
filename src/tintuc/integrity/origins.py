"""What is known of where an article came from and where it leads, as its dossier says it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from tintuc.checks import Claim, Hidden, Link
from tintuc.intake.hosts import is_outside, site_of
from tintuc.intake.models import SourceCopy
from tintuc.network.models import Site
from tintuc.search.hosts import used_before
from tintuc.stories.models import Article
from tintuc.stories.passages import Passage
from tintuc.text.anchors import anchors


def copy_of(article: Article) -> dict[str, Any]:
    """What the page the article was taken in from said about itself; empty for a translation, and for our own."""
    if not article.is_source:
        return {}
    copy = SourceCopy.objects.filter(story=article.story_id).order_by("received_at").first()
    return copy.claims if copy else {}


def dates(rows: list[dict[str, str]]) -> tuple[Claim, ...]:
    """The dates a page gave."""
    return tuple(Claim(dt.datetime.fromisoformat(row["moment"]), row["origin"]) for row in rows)


def hidden(rows: list[dict[str, Any]]) -> tuple[Hidden, ...]:
    """What a page hid."""
    return tuple(Hidden(**row | {"links": tuple(Link(**link) for link in row["links"])}) for row in rows)


def links(article: Article, passages: list[Passage], host: str) -> tuple[Link, ...]:
    """The links of the body, and of those outside whether the network has ever sent readers there."""
    own = {site_of(name) for name in Site.objects.values_list("host", flat=True)}
    found = list(_links(article, passages, host, own))
    known = used_before({link.host for link in found if link.outside}, but=article.story_id)
    return tuple(replace(link, first_use=link.host not in known) if link.outside else link for link in found)


def _links(article: Article, passages: list[Passage], host: str, own: set[str]) -> Iterator[Link]:
    plain = {passage.block: passage.text for passage in passages if passage.part in {"", "text"}}
    for block in article.raw_body():
        rich = block["value"].get("text") if block["type"] in {"turn", "entry"} else block["value"]
        if block["type"] not in {"paragraph", "turn", "entry"} or "<a " not in str(rich):
            continue
        for one in anchors(str(rich), plain.get(block["id"], "")):
            outside = is_outside(one.host, host) and site_of(one.host) not in own
            yield Link(one.words, one.host, block["id"], one.start, one.end, one.sentence, outside)
