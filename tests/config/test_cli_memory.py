"""``tintuc memory``."""

import pytest

from tintuc.config.cli import main, memory
from tintuc.translation.memory import look_up

TMX = """<?xml version="1.0"?><tmx version="1.4"><header srclang="en"/><body>
<tu><tuv xml:lang="en"><seg>The pier opened.</seg></tuv><tuv xml:lang="vi"><seg>Bến đã mở.</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>Good</seg></tuv><tuv xml:lang="xx"><seg>?</seg></tuv></tu></body></tmx>"""


@pytest.fixture
def newsroom(monkeypatch, tmp_path, site):
    """A newsroom's folder, as far as the command looks at it."""
    monkeypatch.setattr(memory.newsroom, "open_folder", lambda _folder: None)
    return tmp_path


def offered() -> list[str]:
    return [one.target for one in look_up("The pier opened.", source_language="en", language="vi", by=None)]


def test_in_and_out(newsroom, capsys):
    """Units go in but for those that cannot be read, and come out so that nothing is new a second time."""
    file, out = newsroom / "old.tmx", newsroom / "new.tmx"
    file.write_text(TMX, encoding="utf-8")
    assert main(["memory", "import", str(file)]) == 1
    assert "line 3: The language “xx”" in capsys.readouterr().err
    assert offered() == ["Bến đã mở."]
    assert main(["memory", "export", str(out), "--lang", "vi"]) == 0
    assert main(["memory", "import", str(out)]) == 0
    assert "0 units are new" in capsys.readouterr().out
    assert main(["memory", "rebuild"]) == 0
    assert offered() == ["Bến đã mở."]


def test_what_cannot_be_read_is_told(newsroom, capsys):
    """A broken file, one that is not there and a site that is not there exit with 2 and a sentence."""
    file = newsroom / "old.tmx"
    file.write_text(TMX[:-30], encoding="utf-8")
    for arguments in ([str(file)], ["/nowhere.tmx"], [str(file), "--site", "none"]):
        assert main(["memory", "import", *arguments]) == 2
        assert capsys.readouterr().err.startswith("tintuc memory: ")
    assert offered() == []
