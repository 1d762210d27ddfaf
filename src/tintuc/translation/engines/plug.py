"""The plug: what goes into an engine and what comes out, whichever engine it is.

``translate(engine, blocks=…, source=…, target=…, termbase=…)`` gives a draft for each block. An engine only knows how
to send texts of its own markup; batches, termbase, markup and the sorting out of bad answers are done here, once.
"""

from __future__ import annotations

import contextlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any, ClassVar

from tintuc.network.languages import LANGUAGES
from tintuc.translation.engines.errors import BadAnswer, EngineError, TooMuch, Unsupported
from tintuc.translation.engines.patience import patiently
from tintuc.translation.exchange.codes import Code, bare

#: Notes a draft may bring, as codes; the desk has the sentences.
NO_DRAFT, FORMATTING_LOST, TERM_MISSING, FORBIDDEN_TERM = (
    "no-draft",
    "formatting-lost",
    "term-missing",
    "term-forbidden",
)
TOO_LONG, KEPT_LOST = "too-long", "kept-lost"


def named(language: str) -> str:
    """A language's own name for itself."""
    return LANGUAGES[language].name if language in LANGUAGES else language


@dataclass(frozen=True)
class Block:
    """A passage to be translated: its words with numbered codes for the markup (see ``exchange.codes``)."""

    key: str
    text: str
    codes: tuple[Code, ...] = ()


@dataclass(frozen=True)
class Term:
    """What the termbase says about something that may stand in the copy."""

    source: tuple[str, ...]
    approved: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()  #: forms that no language changes


@dataclass(frozen=True)
class Draft:
    """A machine's words for a block, codes numbered as in the source; empty if it had none that could be used."""

    key: str
    text: str
    notes: tuple[tuple[str, str], ...] = ()  #: a code and what it is about, such as a term
    characters: int = 0  #: of the source, markup apart: what is paid for


@dataclass(frozen=True)
class Facts:
    """What the operator's settings say about one engine."""

    name: str
    kind: str
    options: dict[str, Any] = field(default_factory=dict)
    local: bool = False  #: whether copy stays on this machine or in this house
    cost: float = 0.0  #: of a million characters
    currency: str = "EUR"
    monthly: int = 0  #: characters a month of the whole newsroom; 0: no limit
    seconds: float = 30.0
    at_once: int = 1


class Engine(ABC):
    """One way to have copy translated. ``send`` may be called from several threads."""

    kind: ClassVar[str]
    tags: ClassVar[str] = ""  #: ``xml`` or ``html`` if markup passes through, else empty
    batch: ClassVar[int] = 40  #: texts of one request
    batch_characters: ClassVar[int] = 8000
    known: ClassVar[frozenset[str]] = frozenset()  #: options its table in the settings may have

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    @property
    def name(self) -> str:
        """What the newsroom calls it."""
        return self.facts.name

    @abstractmethod
    def pair(self, source: str, target: str) -> tuple[str, str]:
        """The engine's own codes for two of our languages. Raises :class:`Unsupported`; sends no copy."""

    @abstractmethod
    def send(self, texts: Sequence[str], codes: tuple[str, ...], terms: Sequence[Term]) -> list[str]:
        """The translations of the texts, in their order, an empty one where there is none. Raises EngineError."""

    @contextlib.contextmanager
    def prepared(self, codes: tuple[str, str], terms: Sequence[Term]) -> Iterator[tuple[str, ...]]:
        """Whatever must be there while copy is sent, such as a glossary; gives what ``send`` gets as codes."""
        yield codes

    def check(self) -> str:
        """What the engine says of itself when asked without copy. Raises EngineError if it cannot be used."""
        return ""

    def refuse_pair(self, source: str, target: str) -> Unsupported:
        """The refusal of a pair."""
        return Unsupported("pair", engine=self.name, source=named(source), target=named(target))


def translate(
    engine: Engine,
    *,
    blocks: Sequence[Block],
    source: str,
    target: str,
    termbase: Sequence[Term] = (),
    purse: Purse | None = None,
    stop: Callable[[], bool] = bool,
    patient: bool = True,
) -> Iterator[list[Draft]]:
    """Drafts of the blocks, batch by batch as they come, so that whoever asks can keep what is paid for.

    ``source`` and ``target`` are our own language codes. ``purse`` pays for each batch before it is sent; ``stop`` is
    asked before each. For who waits at a screen it is not
    ``patient``: nothing is prepared, and each request is made once. Raises
    :class:`~tintuc.translation.engines.errors.EngineError`; batches that were on their way then are still given out.
    """
    from tintuc.translation.engines.markup import Carrier

    codes = engine.pair(source, target)
    carrier = Carrier(engine.tags, source, target, termbase)
    batches = list(batched(engine, blocks))
    if not batches or stop():
        return
    ready = engine.prepared(codes, carrier.occurring(blocks)) if patient else contextlib.nullcontext(codes)
    with ready as given:
        yield from _in_turn(_Work(engine, carrier, given, patient), batches, purse or Purse(), stop)


def batched(engine: Engine, blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Blocks in the sizes an engine takes; a block with nothing to translate is no block."""
    batch: list[Block] = []
    size = 0
    for block in blocks:
        if not bare(block.text).strip():
            continue
        if batch and (len(batch) >= engine.batch or size + len(block.text) > engine.batch_characters):
            yield batch
            batch, size = [], 0
        batch.append(block)
        size += len(block.text)
    if batch:
        yield batch


class Purse:
    """Pays for copy before it is sent. This one pays for everything."""

    def take(self, characters: int) -> None:
        """Pay, or raise :class:`~tintuc.translation.engines.errors.NotAllowed`."""

    def give_back(self, characters: int) -> None:
        """Take back what was paid for copy that the engine did not take."""


@dataclass(frozen=True)
class _Work:
    """One batch after the other to one engine."""

    engine: Engine
    carrier: Any
    codes: tuple[str, ...]
    patient: bool

    def send(self, batch: list[Block]) -> list[Draft]:
        """Drafts of a batch; runs in a thread of its own."""
        texts = [self.carrier.out(block) for block in batch]
        answers = self._sent(texts, self.carrier.occurring(batch))
        return [self.carrier.back(block, answer) for block, answer in zip(batch, answers, strict=True)]

    def _sent(self, texts: list[str], terms: Sequence[Term]) -> list[str]:
        """The answers. What is too much for the engine at one time is sent in halves: servers set their own limits.

        One text that is too long by itself has no draft, so that it costs the others nothing; who waits for it is told.
        """

        def act() -> list[str]:
            answers = self.engine.send(texts, self.codes, terms)
            if len(answers) != len(texts):
                raise BadAnswer("answer", engine=self.engine.name, what=f"{len(answers)} ≠ {len(texts)}")
            if not any(answer.strip() for answer in answers):
                raise BadAnswer("answer", engine=self.engine.name, what="empty")
            return answers

        try:
            return patiently(act) if self.patient else act()
        except TooMuch:
            if not self.patient:
                raise
            if len(texts) == 1:
                return [""]
        half = len(texts) // 2
        return [*self._sent(texts[:half], terms), *self._sent(texts[half:], terms)]


def _in_turn(work: _Work, batches: list[list[Block]], purse: Purse, stop: Callable[[], bool]) -> Iterator[list[Draft]]:
    """At most ``at_once`` requests at a time; after a failure no new one is begun."""
    at_once = max(1, work.engine.facts.at_once)
    waiting = list(batches)
    failed: EngineError | None = None
    with ThreadPoolExecutor(max_workers=at_once, thread_name_prefix="engine") as pool:
        running: dict[Future[list[Draft]], int] = {}
        while waiting or running:
            while waiting and len(running) < at_once and failed is None and not stop():
                price = sum(len(bare(block.text)) for block in waiting[0])
                try:
                    purse.take(price)
                except EngineError as error:
                    failed = error
                    break
                running[pool.submit(work.send, waiting.pop(0))] = price
            if not running:
                break
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                price = running.pop(future)
                try:
                    drafts = future.result()
                except EngineError as error:
                    failed = failed or error
                    if not isinstance(error, BadAnswer):
                        purse.give_back(price)
                else:
                    yield drafts
    if failed is not None:
        raise failed
