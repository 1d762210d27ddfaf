"""Apertium: rules and dictionaries instead of a model; Debian's program, or an APy server. https://wiki.apertium.org"""

from __future__ import annotations

import re
import shutil
import subprocess
import threading
import time
from collections.abc import Sequence
from typing import Any, ClassVar

from tintuc.translation.engines.errors import BadAnswer, Busy, Unsupported
from tintuc.translation.engines.plug import Engine, Facts, Term
from tintuc.translation.engines.served import Served

#: Our codes as Apertium's pairs spell them; some pairs use the two-letter code.
CODES: dict[str, tuple[str, ...]] = {
    "ar": ("ara", "ar"), "de": ("deu", "de"), "en": ("eng", "en"), "es": ("spa", "es"), "fr": ("fra", "fr"),
    "id": ("ind", "id"), "nb": ("nob", "nb"), "ru": ("rus", "ru"), "uk": ("ukr", "uk"),
}  # fmt: skip
PAIR = re.compile(r"[a-z]{2,3}(?:_[A-Za-z]+)?-[a-z]{2,3}(?:_[A-Za-z]+)?")
#: Parts the texts of one call. The program leaves tags and their attributes alone.
MARK = '<hr id="tintuc-{}"/>'
MARKED = re.compile(r'<hr id="tintuc-(\d+)"/>')
FRESH = 60.0


class Apertium(Engine):
    """The program of this machine. Copy goes in by a pipe and never onto a command line."""

    kind = "apertium"
    tags: ClassVar[str] = "html"
    batch = 40
    batch_characters = 20_000
    known = frozenset({"program"})

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts)
        self.program = str(facts.options.get("program", "apertium"))
        self._pairs: frozenset[str] = frozenset()
        self._asked = float("-inf")
        self._lock = threading.Lock()

    def pairs(self) -> frozenset[str]:
        """The pairs that are installed."""
        with self._lock:
            if time.monotonic() - self._asked > FRESH:
                self._pairs = frozenset(self._run(["-l"], "").split())
                self._asked = time.monotonic()
            return self._pairs

    def pair(self, source: str, target: str) -> tuple[str, str]:
        """The codes of an installed pair."""
        installed = self.pairs()
        for one in CODES.get(source, ()):
            for other in CODES.get(target, ()):
                if f"{one}-{other}" in installed:
                    return one, other
        raise self.refuse_pair(source, target)

    def send(self, texts: Sequence[str], codes: tuple[str, ...], terms: Sequence[Term]) -> list[str]:
        """The translations, in one run of the program; one run each if it did not keep them apart."""
        pair = "-".join(codes)
        whole = "\n".join(f"{MARK.format(number)}\n{text}" for number, text in enumerate(texts))
        parts = MARKED.split(self._run(["-u", "-f", "html", pair], whole + "\n"))
        if parts[1::2] == [str(number) for number in range(len(texts))]:
            return [part.strip() for part in parts[2::2]]
        return [self._run(["-u", "-f", "html", pair], text + "\n").strip() for text in texts]

    def _run(self, arguments: list[str], text: str) -> str:
        program = shutil.which(self.program)
        if program is None:
            raise Unsupported("missing", engine=self.name, what=self.program)
        try:
            done = subprocess.run(  # noqa: S603 - the program is the operator's, the pair is one it listed itself
                [program, *arguments],
                input=text.encode("utf-8", "replace"),
                capture_output=True,
                timeout=self.facts.seconds,
                check=False,
                env={"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            )
        except subprocess.TimeoutExpired:
            raise Busy("slow", engine=self.name, seconds=round(self.facts.seconds)) from None
        except OSError:
            raise Unsupported("missing", engine=self.name, what=self.program) from None
        if done.returncode and not done.stdout:
            raise BadAnswer("answer", engine=self.name, what=f"exit {done.returncode}")
        return done.stdout.decode("utf-8", "replace")

    def check(self) -> str:
        """The pairs that are installed."""
        return " ".join(sorted(pair for pair in self.pairs() if PAIR.fullmatch(pair)))[:200]


class APy(Served):
    """An Apertium server."""

    kind = "apy"
    tags: ClassVar[str] = "html"
    batch = 1  # the server takes one text a request
    batch_characters = 10_000
    address = "http://127.0.0.1:2737"

    def pair(self, source: str, target: str) -> tuple[str, str]:
        """The codes of a pair that the server has."""
        said = self.ask("/listPairs", method="GET")
        rows = said.get("responseData", []) if isinstance(said, dict) else []
        there = {(row.get("sourceLanguage"), row.get("targetLanguage")) for row in rows if isinstance(row, dict)}
        for one in CODES.get(source, ()):
            for other in CODES.get(target, ()):
                if (one, other) in there:
                    return one, other
        raise self.refuse_pair(source, target)

    def send(self, texts: Sequence[str], codes: tuple[str, ...], terms: Sequence[Term]) -> list[str]:
        """The translations."""
        return [self._one(text, codes) for text in texts]

    def _one(self, text: str, codes: tuple[str, ...]) -> str:
        asked = {"langpair": "|".join(codes), "q": text, "markUnknown": "no", "format": "html"}
        said: Any = self.ask("/translate", form=asked)
        found = said.get("responseData", {}).get("translatedText") if isinstance(said, dict) else None
        if not isinstance(found, str):
            raise BadAnswer("answer", engine=self.name, what="translatedText")
        return found

    def check(self) -> str:
        """How many pairs the server has."""
        said = self.ask("/listPairs", method="GET")
        return f"{len(said.get('responseData', []))} pairs" if isinstance(said, dict) else ""
