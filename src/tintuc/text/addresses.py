"""Finds web and mail addresses, handles and tags: words that are no language's."""

from __future__ import annotations

import re

#: Parts are bounded as in RFC 5321 and 1035, so that no text makes the search slow.
ADDRESS = re.compile(
    r"(?:https?://|(?<![\w.])www\.)[^\s<>\"“”‘’«»()（）「」『』，。、；：！？\uac00-\ud7a3]+"
    r"|(?<![A-Za-z0-9._+%@-])[A-Za-z0-9._+%-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}"
    r"|(?<![\w@#])[@#]\w{1,100}"
)


def may_hold(text: str) -> bool:
    """Whether an address may stand in a text; False is sure."""
    return "@" in text or "://" in text or "www." in text or "#" in text


def addresses(text: str) -> list[re.Match[str]]:
    """The addresses of a text in order."""
    return list(ADDRESS.finditer(text)) if may_hold(text) else []


def without_addresses(text: str, fill: str = " ") -> str:
    """The text with ``fill`` for each character of an address, so that places stay what they are."""
    if not may_hold(text):
        return text
    return ADDRESS.sub(lambda match: fill * len(match[0]), text)
