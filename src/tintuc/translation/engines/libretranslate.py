"""LibreTranslate: a server of one's own or a hosted one. https://docs.libretranslate.com"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from typing import Any, ClassVar

from tintuc.translation.engines.errors import BadAnswer
from tintuc.translation.engines.plug import Facts, Term
from tintuc.translation.engines.served import Served

#: Our codes as servers have spelled them, newest first; any other code is theirs too.
SPELLED: dict[str, tuple[str, ...]] = {
    "zh-Hans": ("zh-Hans", "zh"),
    "zh-Hant": ("zh-Hant", "zt"),
    "nb": ("nb", "no"),
}
#: Seconds for which a server's list of languages is believed.
FRESH = 600.0


class LibreTranslate(Served):
    """Texts as HTML, so that tags pass through."""

    kind = "libretranslate"
    tags: ClassVar[str] = "html"
    batch = 25
    batch_characters = 4000
    address = "http://127.0.0.1:5000"

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts)
        self._targets: dict[str, frozenset[str]] = {}
        self._asked = float("-inf")
        self._lock = threading.Lock()

    def pair(self, source: str, target: str) -> tuple[str, str]:
        """The server's own codes; it is asked for its languages, without copy."""
        targets = self._languages()
        for one in SPELLED.get(source, (source,)):
            for other in SPELLED.get(target, (target,)):
                if other in targets.get(one, ()):
                    return one, other
        raise self.refuse_pair(source, target)

    def _languages(self) -> dict[str, frozenset[str]]:
        with self._lock:
            if time.monotonic() - self._asked > FRESH:
                self._targets = self._read(self.ask("/languages", method="GET"))
                self._asked = time.monotonic()
            return self._targets

    def _read(self, said: Any) -> dict[str, frozenset[str]]:
        try:
            codes = frozenset(str(row["code"]) for row in said)
            return {str(row["code"]): frozenset(map(str, row.get("targets") or codes)) for row in said}
        except (TypeError, KeyError, AttributeError):
            raise BadAnswer("answer", engine=self.name, what="languages") from None

    def send(self, texts: Sequence[str], codes: tuple[str, ...], terms: Sequence[Term]) -> list[str]:
        """The translations."""
        asked: dict[str, Any] = {"q": list(texts), "source": codes[0], "target": codes[1], "format": "html"}
        said = self.ask("/translate", json_body=asked, secret_body=self._key)
        found = said.get("translatedText") if isinstance(said, dict) else None
        found = [found] if isinstance(found, str) else found
        if not isinstance(found, list) or not all(isinstance(text, str) for text in found):
            raise BadAnswer("answer", engine=self.name, what="translatedText")
        return found

    def _key(self) -> dict[str, str]:
        key = self.secret()
        return {"api_key": key} if key else {}

    def check(self) -> str:
        """How many languages the server has."""
        return f"{len(self._languages())} languages"
