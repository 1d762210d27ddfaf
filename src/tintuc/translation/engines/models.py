"""Models of this machine that CTranslate2 runs: Argos packages, and converted OPUS-MT or Firefox models.

Needs the extra ``tintuc[models]``. ``folder`` of the settings holds a folder a model, of one of these shapes:

- an Argos package unpacked: ``metadata.json`` (``from_code``, ``to_code``), ``model/``, ``sentencepiece.model``;
- a converted model named by its pair, such as ``en-vi``: ``model.bin`` with its vocabulary beside ``source.spm`` and
  ``target.spm``, or one ``vocab.spm`` for both, as converters for OPUS-MT and Firefox's models leave it.

A model is loaded when it is first used and kept. Models know no markup: a draft of words that had some says so.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tintuc.text.sentences import sentences
from tintuc.translation.engines.errors import BadAnswer, Refused, Unsupported
from tintuc.translation.engines.plug import Engine, Facts, Term

#: Our codes as models are named by, newest first; any other is the same.
SPELLED: dict[str, tuple[str, ...]] = {
    "zh-Hans": ("zh-Hans", "zh"),
    "zh-Hant": ("zh-Hant", "zt"),
    "nb": ("nb", "no"),
}
#: Tokens one sentence may have; a model would repeat itself for ever on some.
MOST_TOKENS = 512
BEAM = 4
#: Scripts that put no space between sentences.
DENSE = frozenset({"zh", "zt", "ja", "th", "zh-Hans", "zh-Hant"})


@dataclass(frozen=True)
class Place:
    """A model on disk."""

    pair: tuple[str, str]
    model: Path
    source: Path  #: cuts the source into tokens
    target: Path
    prefix: str = ""  #: token a model of several languages wants before the translation


class Models(Engine):
    """All models of a folder. Copy never leaves the machine."""

    kind = "models"
    batch = 8
    batch_characters = 4000
    known = frozenset({"folder", "threads", "beam"})

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts)
        self.folder = Path(str(facts.options.get("folder", "")))
        self._loaded: dict[tuple[str, ...], tuple[Any, Any, Any]] = {}
        self._lock = threading.Lock()

    def places(self) -> dict[tuple[str, str], Place]:
        """The models of the folder by their own codes."""
        try:
            folders = sorted(one for one in self.folder.iterdir() if one.is_dir())
        except OSError:
            raise Unsupported("missing", engine=self.name, what=self.folder.name or "folder") from None
        found = (_place(one) for one in folders)
        return {place.pair: place for place in found if place}

    def pair(self, source: str, target: str) -> tuple[str, str]:
        """The codes of a model of the folder."""
        there = self.places()
        for one in SPELLED.get(source, (source,)):
            for other in SPELLED.get(target, (target,)):
                if (one, other) in there:
                    return one, other
        raise self.refuse_pair(source, target)

    def send(self, texts: Sequence[str], codes: tuple[str, ...], terms: Sequence[Term]) -> list[str]:
        """The translations, line by line and sentence by sentence."""
        translator, source, target = self._load(codes)
        lines: list[tuple[int, int]] = []  # text and line of each sentence
        pieces: list[list[str]] = []
        for number, text in enumerate(texts):
            for row, line in enumerate(text.split("\n")):
                for start, end in sentences(line, codes[0]):
                    if words := line[start:end].strip():
                        lines.append((number, row))
                        pieces.append(source.encode(words, out_type=str)[:MOST_TOKENS])
        answers = self._run(translator, pieces, self.places()[codes[0], codes[1]].prefix)
        found = [[""] * (text.count("\n") + 1) for text in texts]
        between = "" if codes[1] in DENSE else " "
        for (number, row), tokens in zip(lines, answers, strict=True):
            said = target.decode(tokens).strip()
            found[number][row] = f"{found[number][row]}{between if found[number][row] else ''}{said}"
        return ["\n".join(rows) for rows in found]

    def _run(self, translator: Any, pieces: list[list[str]], prefix: str) -> list[list[str]]:
        if not pieces:
            return []
        options: dict[str, Any] = {"target_prefix": [[prefix]] * len(pieces)} if prefix else {}
        try:
            said = translator.translate_batch(
                pieces,
                beam_size=int(self.facts.options.get("beam", BEAM)),
                max_batch_size=32,
                max_decoding_length=MOST_TOKENS,
                max_input_length=MOST_TOKENS,
                replace_unknowns=True,
                **options,
            )
        except (RuntimeError, ValueError) as error:
            raise BadAnswer("answer", engine=self.name, what=type(error).__name__) from None
        skip = {prefix, "<s>", "</s>", "<pad>", "<unk>"}
        return [[token for token in one.hypotheses[0] if token not in skip] for one in said]

    def _load(self, codes: tuple[str, ...]) -> tuple[Any, Any, Any]:
        with self._lock:
            if codes not in self._loaded:
                self._loaded[codes] = self._opened(self.places()[codes[0], codes[1]])
            return self._loaded[codes]

    def _opened(self, place: Place) -> tuple[Any, Any, Any]:
        try:
            import ctranslate2
            import sentencepiece
        except ImportError as error:
            raise Unsupported("missing", engine=self.name, what=f"{error.name}, tintuc[models]") from None
        try:
            translator = ctranslate2.Translator(
                str(place.model), device="cpu", intra_threads=int(self.facts.options.get("threads", 2))
            )
            source = sentencepiece.SentencePieceProcessor(model_file=str(place.source))
            same = place.target == place.source
            target = source if same else sentencepiece.SentencePieceProcessor(model_file=str(place.target))
        except (RuntimeError, OSError, ValueError):
            what = f"{place.model.parent.name}/{place.model.name}"
            raise Refused("refused", engine=self.name, what=what) from None
        return translator, source, target

    def check(self) -> str:
        """The pairs there are models for."""
        return " ".join("-".join(pair) for pair in sorted(self.places()))[:200]


def _place(folder: Path) -> Place | None:
    """The model in a folder, or None if it is none that we know."""
    about = folder / "metadata.json"
    if about.is_file():
        return _argos(folder, about)
    source, _dash, target = folder.name.partition("-")
    if source == "zh" and target.partition("-")[0] in {"Hans", "Hant"}:
        script, _dash, target = target.partition("-")
        source = f"zh-{script}"
    both = folder / "vocab.spm"
    cuts = (both, both) if both.is_file() else (folder / "source.spm", folder / "target.spm")
    if not (source and target and (folder / "model.bin").is_file() and all(cut.is_file() for cut in cuts)):
        return None
    return Place((source, target), folder, *cuts)


def _argos(folder: Path, about: Path) -> Place | None:
    try:
        said = json.loads(about.read_text(encoding="utf-8"))
        pair = str(said["from_code"]), str(said["to_code"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    cut = folder / "sentencepiece.model"
    if not (cut.is_file() and (folder / "model" / "model.bin").is_file()):
        return None
    return Place(pair, folder / "model", cut, cut, str(said.get("target_prefix") or ""))
