"""DeepL, API version 2, with its glossaries. https://developers.deepl.com"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from tintuc.translation.engines.errors import BadAnswer, EngineError, NotAllowed
from tintuc.translation.engines.plug import Term
from tintuc.translation.engines.served import Served

LOG = logging.getLogger(__name__)
FREE, PAID = "https://api-free.deepl.com", "https://api.deepl.com"
#: Our codes as DeepL has them; a source has no region or script.
SOURCES = {
    "ar": "AR", "de": "DE", "en": "EN", "es": "ES", "fr": "FR", "id": "ID", "ja": "JA", "ko": "KO", "nb": "NB",
    "ru": "RU", "th": "TH", "uk": "UK", "vi": "VI", "zh-Hans": "ZH", "zh-Hant": "ZH",
}  # fmt: skip
TARGETS = SOURCES | {"en": "EN-GB", "zh-Hans": "ZH-HANS", "zh-Hant": "ZH-HANT"}
#: Languages for which DeepL takes a wish for formality.
FORMAL = frozenset({"de", "es", "fr", "ja", "ru"})
#: What our glossaries are called; those older than a day were left behind by work that died.
OURS, OLD = "tintuc-draft", dt.timedelta(days=1)
#: Terms of one glossary.
MOST_TERMS = 1000


class DeepL(Served):
    """Texts as XML; approved terms as a glossary for the time of the work, names that stay in tags it leaves alone."""

    kind = "deepl"
    tags: ClassVar[str] = "xml"
    batch = 50
    batch_characters = 20_000
    address = FREE
    needs_key = True
    known = frozenset({"formality", "english", "glossary"})

    def heads(self) -> dict[str, str]:
        """The key, as DeepL wants it. Keys of the free plan end in ``:fx`` and count at the free address alone."""
        key, address = self.secret(), self.server.url.rstrip("/")
        wanted = FREE if key.endswith(":fx") else PAID
        if address in {FREE, PAID} and address != wanted:
            raise NotAllowed("other-door", engine=self.name, what=wanted)
        return {"Authorization": f"DeepL-Auth-Key {key}"}

    def pair(self, source: str, target: str) -> tuple[str, str]:
        """DeepL's codes."""
        if source not in SOURCES or target not in TARGETS or SOURCES[source] == SOURCES[target]:
            raise self.refuse_pair(source, target)
        english = str(self.facts.options.get("english", "EN-GB"))
        return SOURCES[source], english if target == "en" else TARGETS[target]

    @contextlib.contextmanager
    def prepared(self, codes: tuple[str, str], terms: Sequence[Term]) -> Iterator[tuple[str, ...]]:
        """A glossary of the approved terms that occur, deleted when the work is done."""
        made = self._make(codes, terms) if self.facts.options.get("glossary", True) else ""
        try:
            yield (*codes, made)
        finally:
            if made:
                self._delete(made)

    def _make(self, codes: tuple[str, str], terms: Sequence[Term]) -> str:
        entries = {
            _cell(form): _cell(term.approved[0]) for term in terms if term.approved for form in term.source if form
        }
        if not entries:
            return ""
        rows = "\n".join(f"{source}\t{target}" for source, target in list(entries.items())[:MOST_TERMS])
        asked = {
            "name": OURS,
            "source_lang": codes[0].lower(),
            "target_lang": codes[1].partition("-")[0].lower(),
            "entries": rows,
            "entries_format": "tsv",
        }
        try:
            self._sweep()
            said = self.ask("/v2/glossaries", json_body=asked)
        except EngineError as error:
            # A pair without glossaries, or no room for one more: the terms are checked afterwards all the same.
            LOG.warning("%s makes no glossary: %s", self.name, error)
            return ""
        return str(said.get("glossary_id") or "") if isinstance(said, dict) else ""

    def _sweep(self) -> None:
        said = self.ask("/v2/glossaries", method="GET")
        for one in said.get("glossaries", []) if isinstance(said, dict) else []:
            if one.get("name") == OURS and _is_old(str(one.get("creation_time", ""))):
                self._delete(str(one.get("glossary_id", "")))

    def _delete(self, ident: str) -> None:
        if not ident.replace("-", "").isalnum():
            return
        try:
            self.ask(f"/v2/glossaries/{ident}", method="DELETE")
        except EngineError as error:
            LOG.warning("%s keeps a glossary of ours for now: %s", self.name, error)

    def send(self, texts: Sequence[str], codes: tuple[str, ...], terms: Sequence[Term]) -> list[str]:
        """The translations."""
        asked: dict[str, Any] = {
            "text": list(texts),
            "source_lang": codes[0],
            "target_lang": codes[1],
            "tag_handling": "xml",
            "ignore_tags": [f"k{number}" for number in range(1, 100)] if any("<k1>" in text for text in texts) else [],
            "split_sentences": "nonewlines",
            "preserve_formatting": True,
            "outline_detection": False,
        }
        if glossary := "".join(codes[2:]):
            asked["glossary_id"] = glossary
        formality = self.facts.options.get("formality")
        if formality and codes[1].partition("-")[0].lower() in FORMAL:
            asked["formality"] = {"more": "prefer_more", "less": "prefer_less"}.get(str(formality), "default")
        said = self.ask("/v2/translate", json_body=asked)
        try:
            found = [row["text"] for row in said["translations"]]
        except (TypeError, KeyError):
            raise BadAnswer("answer", engine=self.name, what="translations") from None
        if not all(isinstance(text, str) for text in found):
            raise BadAnswer("answer", engine=self.name, what="translations")
        return found

    def check(self) -> str:
        """How much of what is paid for is used."""
        said = self.ask("/v2/usage", method="GET")
        if not isinstance(said, dict):
            raise BadAnswer("answer", engine=self.name, what="usage")
        return f"{said.get('character_count', '?')} of {said.get('character_limit', '?')} characters used"


def _cell(form: str) -> str:
    return " ".join(form.split())


def _is_old(moment: str) -> bool:
    try:
        made = dt.datetime.fromisoformat(moment)
    except ValueError:
        return False
    return dt.datetime.now(dt.UTC) - (made if made.tzinfo else made.replace(tzinfo=dt.UTC)) > OLD
