"""Firefox's own translation models, run by bergamot-translator's Python module where the operator has installed it.

``folder`` of the settings holds a folder a pair, such as ``enes`` or ``en-es``, with bergamot's ``config.yml``.
The module has no wheel for every Python; without it the engine says that it is missing.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from tintuc.translation.engines.errors import BadAnswer, Refused, Unsupported
from tintuc.translation.engines.plug import Engine, Facts, Term

#: Our codes as Firefox names its models.
CODES = {"zh-Hans": ("zh-Hans", "zh"), "zh-Hant": ("zh-Hant",), "nb": ("nb", "no")}


class Firefox(Engine):
    """Markup passes through as HTML. Copy never leaves the machine."""

    kind = "firefox"
    tags: ClassVar[str] = "html"
    batch = 16
    batch_characters = 8000
    known = frozenset({"folder", "threads"})

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts)
        self.folder = Path(str(facts.options.get("folder", "")))
        self._service: Any = None
        self._models: dict[tuple[str, ...], Any] = {}
        self._lock = threading.Lock()

    def pair(self, source: str, target: str) -> tuple[str, str]:
        """The codes of a model of the folder."""
        for one in CODES.get(source, (source,)):
            for other in CODES.get(target, (target,)):
                if self._config(one, other):
                    return one, other
        raise self.refuse_pair(source, target)

    def _config(self, one: str, other: str) -> Path | None:
        places = (self.folder / name / "config.yml" for name in (f"{one}-{other}", f"{one}{other}"))
        return next((place for place in places if place.is_file()), None)

    def send(self, texts: Sequence[str], codes: tuple[str, ...], terms: Sequence[Term]) -> list[str]:
        """The translations."""
        with self._lock:
            bergamot, model = self._load(codes)
            options = bergamot.ResponseOptions(alignment=False, qualityScores=False, HTML=True)
            try:
                said = self._service.translate(model, bergamot.VectorString(list(texts)), options)
            except RuntimeError as error:
                raise BadAnswer("answer", engine=self.name, what=type(error).__name__) from None
            return [str(one.target.text) for one in said]

    def _load(self, codes: tuple[str, ...]) -> tuple[Any, Any]:
        try:
            import bergamot
        except ImportError:
            raise Unsupported("missing", engine=self.name, what="bergamot") from None
        if self._service is None:
            threads = int(self.facts.options.get("threads", 2))
            self._service = bergamot.Service(bergamot.ServiceConfig(numWorkers=threads, logLevel="off"))
        if codes not in self._models:
            config = self._config(codes[0], codes[1])
            try:
                self._models[codes] = self._service.modelFromConfigPath(str(config))
            except RuntimeError:
                raise Refused("refused", engine=self.name, what="-".join(codes)) from None
        return bergamot, self._models[codes]

    def check(self) -> str:
        """The pairs there are models for."""
        return " ".join(sorted(config.parent.name for config in self.folder.glob("*/config.yml")))[:200]
