"""Links in rich text, and where their words stand in the plain text."""

from __future__ import annotations

import html as markup
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from tintuc.text.sentences import sentences

ANCHOR = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.S)
#: A web address as browsers read one, up to the end of its host: any slashes, leaning either way, and without a scheme
#: two at the least.
WEB = re.compile(r"[\x00-\x20]*(?:https?:[/\\]*|[/\\]{2,})([^/\\?#]*)", re.IGNORECASE)
#: A host that stands by itself, without a name, port or brackets; nearly all of them.
PLAIN = re.compile(r"[A-Za-z0-9.-]+")
TAG = re.compile(r"<[^>]*>")
#: Characters of a sentence that are kept.
AROUND = 500


@dataclass(frozen=True)
class Anchor:
    """The words of one link."""

    words: str
    host: str  #: empty for a link within the site
    start: int  #: in the plain text
    end: int
    sentence: str  #: that it stands in


def host_of(address: str) -> str:
    """The host of a web address in small letters, without ``www.``; empty for any other address."""
    web = WEB.match("".join(address.split()))
    if web is None:
        return ""
    try:
        host = web[1].lower() if PLAIN.fullmatch(web[1]) else urlsplit(f"//{web[1]}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.").rstrip(".")


def anchors(rich: str, plain: str) -> Iterator[Anchor]:
    """The links of a rich text whose words stand in its plain text, in order."""
    place, spans = 0, deque(sentences(plain)) if "<a " in rich else deque()
    for match in ANCHOR.finditer(rich):
        words = " ".join(markup.unescape(TAG.sub("", match[2])).split())
        start = plain.find(words, place) if words else -1
        if start < 0:
            continue
        place = start + len(words)
        while len(spans) > 1 and spans[0][1] <= start:
            spans.popleft()
        begun, ended = spans[0] if spans else (0, 0)
        yield Anchor(words, host_of(markup.unescape(match[1])), start, place, plain[begun:ended][:AROUND])


def hosts(rich: str) -> set[str]:
    """The hosts a rich text links to."""
    return {host for match in ANCHOR.finditer(rich) if (host := host_of(markup.unescape(match[1])))}
