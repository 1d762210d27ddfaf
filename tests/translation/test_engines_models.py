"""Models on disk: real loading by CTranslate2 and SentencePiece, of tiny models made here."""

from __future__ import annotations

import json
import shutil
import sys
from types import ModuleType, SimpleNamespace

import pytest

from tintuc.translation.engines.errors import BadAnswer, Refused, Unsupported
from tintuc.translation.engines.plug import Block, translate
from tintuc.translation.engines.registry import made

COPY = [
    "The harbour town opened its new ferry pier on Monday after two years of building.",
    "Residents said the crossing to the island now takes twelve minutes instead of forty.",
    "The minister spoke about prices, wages and the long winter in the north of the country.",
    "Thị trấn cảng đã mở cầu cảng mới hôm thứ Hai sau hai năm xây dựng.",
    "Người dân nói chuyến phà ra đảo nay chỉ mất mười hai phút.",
]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    """A SentencePiece model and a transformer of one small layer with fixed weights: it says nonsense, but says it."""
    import ctranslate2
    import numpy as np
    import sentencepiece
    from ctranslate2.specs import TransformerSpec
    from ctranslate2.specs.model_spec import OPTIONAL

    folder = tmp_path_factory.mktemp("tiny")
    copy = folder / "copy.txt"
    copy.write_text("\n".join(COPY * 20))
    sentencepiece.SentencePieceTrainer.train(
        input=str(copy), model_prefix=str(folder / "cut"), vocab_size=120, hard_vocab_limit=False, minloglevel=2
    )
    cut = sentencepiece.SentencePieceProcessor(model_file=str(folder / "cut.model"))
    words = [cut.id_to_piece(number) for number in range(cut.vocab_size())]
    spec = TransformerSpec.from_config((1, 1), 2)
    size, chance = 16, np.random.default_rng(7)

    def fill(part, name):
        shape = {
            "embeddings": (len(words), size), "position_encodings": (600, size), "projection": (len(words), size),
        }  # fmt: skip
        key = next((one for one in shape if one in name), None)
        if "norm" in name:
            return np.ones(size, dtype=np.float32) if name.endswith("gamma") else np.zeros(size, dtype=np.float32)
        if name.endswith("bias"):
            wide = (
                len(words)
                if "projection" in name
                else size * 4
                if "linear_0" in name and "ffn" in name
                else size * 3
                if "self_attention/linear_0" in name
                else size * 2
                if "attention/linear_1" in name and "self" not in name
                else size
            )
            return np.zeros(wide, dtype=np.float32)
        if key:
            return chance.normal(size=shape[key]).astype(np.float32)
        if "ffn" in name:
            out, into = (size * 4, size) if "linear_0" in name else (size, size * 4)
        elif "self_attention/linear_0" in name:
            out, into = size * 3, size
        elif "attention/linear_1" in name and "self" not in name:
            out, into = size * 2, size
        else:
            out, into = size, size
        return chance.normal(scale=0.3, size=(out, into)).astype(np.float32)

    def walk(part, path):
        for name, value in list(vars(part).items()):
            here = f"{path}/{name}"
            if name.startswith("_"):
                continue
            if isinstance(value, list):
                for number, one in enumerate(value):
                    walk(one, f"{here}_{number}")
            elif (
                hasattr(value, "__dict__")
                and not isinstance(value, np.ndarray)
                and type(value).__module__.startswith("ctranslate2.specs")
            ):
                walk(value, here)
            elif value is None or (isinstance(value, str) and value == OPTIONAL and name in {"bias"}):
                setattr(part, name, fill(part, here))

    walk(spec.encoder, "encoder")
    walk(spec.decoder, "decoder")
    spec.register_source_vocabulary(words)
    spec.register_target_vocabulary(words)
    spec.config.unk_token, spec.config.bos_token, spec.config.eos_token = "<unk>", "<s>", "</s>"
    model = folder / "model"
    model.mkdir()
    spec.validate()
    spec.save(str(model))
    assert ctranslate2.contains_model(str(model))
    return model, folder / "cut.model"


@pytest.fixture
def folder(tiny, tmp_path):
    """An Argos package, a converted model, and things that are none."""
    model, cut = tiny
    argos = tmp_path / "translate-en_vi-1_9"
    argos.mkdir()
    shutil.copytree(model, argos / "model")
    shutil.copy(cut, argos / "sentencepiece.model")
    (argos / "metadata.json").write_text(json.dumps({"from_code": "en", "to_code": "vi", "package_version": "1.9"}))
    plain = tmp_path / "zh-Hans-en"
    shutil.copytree(model, plain)
    for name in ("source.spm", "target.spm"):
        shutil.copy(cut, plain / name)
    (tmp_path / "notes").mkdir()
    bad = tmp_path / "broken"
    bad.mkdir()
    (bad / "metadata.json").write_text("{")
    torn = tmp_path / "en-fr"
    torn.mkdir()
    (torn / "model.bin").write_bytes(b"not a model")
    shutil.copy(cut, torn / "vocab.spm")
    return tmp_path


def engine_of(folder):
    return made({"mine": {"kind": "models", "folder": str(folder), "threads": 1}})["mine"]


def drafts_of(engine, blocks, source, target):
    return {
        draft.key: draft for some in translate(engine, blocks=blocks, source=source, target=target) for draft in some
    }


class TestModels:
    def test_what_is_there(self, folder):
        """Argos packages and converted models are found by their pair; anything else is passed over."""
        engine = engine_of(folder)
        assert engine.check() == "en-fr en-vi zh-Hans-en"
        assert engine.facts.local
        assert engine.pair("en", "vi") == ("en", "vi")
        with pytest.raises(Unsupported):
            engine.pair("vi", "en")

    @pytest.mark.parametrize(("source", "target"), [("en", "vi"), ("zh-Hans", "en")])
    def test_a_model_is_run(self, folder, source, target):
        """A model is loaded and run: each block gets words of its vocabulary, the same each time."""
        blocks = [Block("a", COPY[0] + " " + COPY[1]), Block("b", "The pier.\nThe island.")]
        found = drafts_of(engine_of(folder), blocks, source, target)
        again = drafts_of(engine_of(folder), blocks, source, target)
        assert set(found) == {"a", "b"}
        assert found == again
        assert any(draft.text for draft in found.values()), found

    def test_markup(self, folder):
        """Models know no markup, and the draft says so."""
        from tintuc.translation.exchange.codes import flatten

        flat, codes = flatten("<p>" + " ".join(COPY[:3] * 4).replace("harbour", "<b>harbour</b>") + "</p>")
        draft = drafts_of(engine_of(folder), [Block("a", flat, codes)], "en", "vi")["a"]
        assert draft.text
        assert ("formatting-lost", "") in draft.notes
        assert "<" not in draft.text

    def test_torn(self, folder):
        """A file that is no model is named by its folder."""
        with pytest.raises(Refused) as caught:
            drafts_of(engine_of(folder), [Block("a", "The pier.")], "en", "fr")
        assert "en-fr" in str(caught.value)

    def test_no_folder(self, tmp_path):
        """A folder that is not there is said so."""
        with pytest.raises(Unsupported):
            engine_of(tmp_path / "nothing").pair("en", "vi")

    def test_not_installed(self, folder, monkeypatch):
        """Without the extra the engine says what to install."""
        monkeypatch.setitem(sys.modules, "ctranslate2", None)
        with pytest.raises(Unsupported) as caught:
            drafts_of(engine_of(folder), [Block("a", "The pier.")], "en", "vi")
        assert "tintuc[models]" in str(caught.value)


class TestFirefox:
    """The module has no wheel here, so its calls are tested against a stand-in of the same shape."""

    @pytest.fixture
    def engine(self, tmp_path):
        (tmp_path / "enes").mkdir()
        (tmp_path / "enes" / "config.yml").write_text("models: [model.bin]\n")
        return made({"fx": {"kind": "firefox", "folder": str(tmp_path)}})["fx"]

    def test_not_installed(self, engine, monkeypatch):
        """Without the module the engine says so."""
        monkeypatch.setitem(sys.modules, "bergamot", None)
        with pytest.raises(Unsupported) as caught:
            drafts_of(engine, [Block("a", "The pier.")], "en", "es")
        assert caught.value.code == "missing"

    def test_calls(self, engine, monkeypatch):
        """The module is asked once a batch, as HTML, for the model of the pair."""
        asked = []

        class Service:
            def __init__(self, config):
                asked.append(config)

            def modelFromConfigPath(self, path):  # noqa: N802 - its name there
                asked.append(path)
                return "model"

            def translate(self, model, texts, options):
                asked.append((model, list(texts), options))
                return [SimpleNamespace(target=SimpleNamespace(text=text.upper())) for text in texts]

        module = ModuleType("bergamot")
        module.Service, module.ServiceConfig, module.VectorString = Service, lambda **given: given, list
        module.ResponseOptions = lambda **given: given
        monkeypatch.setitem(sys.modules, "bergamot", module)
        found = drafts_of(engine, [Block("a", "a < b"), Block("b", "two")], "en", "es")
        assert [draft.text for draft in found.values()] == ["A < B", "TWO"]
        assert asked[1].endswith("enes/config.yml")
        assert asked[2][2]["HTML"] is True
        with pytest.raises(Unsupported):
            engine.pair("es", "en")

    def test_fails(self, engine, monkeypatch):
        """What the module throws ends as a refusal."""

        class Service:
            def __init__(self, config):
                pass

            def modelFromConfigPath(self, path):  # noqa: N802 - its name there
                raise RuntimeError("no such file")

        module = ModuleType("bergamot")
        module.Service, module.ServiceConfig = Service, lambda **given: given
        module.ResponseOptions, module.VectorString = lambda **given: given, list
        monkeypatch.setitem(sys.modules, "bergamot", module)
        with pytest.raises((Refused, BadAnswer)):
            drafts_of(engine, [Block("a", "x")], "en", "es")
