"""Is the page in the language it says it is in?

Two signs are asked for: the text as a whole, and most of its longer paragraphs by themselves. The two scripts of Chinese
are told apart by characters that only one of them has.

Known limits: a page that declares nothing; languages that no short text tells apart count as one.
"""

from __future__ import annotations

from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass, Place
from tintuc.text.identify import base_of, chinese_script_of, language_of, names

#: Characters that tell a language for sure, and of a paragraph that tells it well.
SURE, WELL = 200, 60
#: Characters that are read of a long text.
MOST = 20_000
#: Codes that web pages use for a Chinese script.
HANS, HANT = frozenset({"cn", "sg", "my", "hans"}), frozenset({"tw", "hk", "mo", "hant"})


def find(dossier: Dossier) -> Iterator[Finding]:
    """Hold the declaration against the text."""
    said = dossier.declared.strip().lower().replace("_", "-")
    texts = [run.text for run in dossier.runs if not run.language and run.part not in {"speaker", "alt", "credit"}]
    text = "\n".join(texts)[:MOST]
    if len(text) < SURE or not said or not said.split("-")[0].isalpha():
        return
    found = _script(said, text) if base_of(said) == "zh" else ""
    found = found or _language(said, text, [one for one in texts if len(one) >= WELL])
    if found:
        yield Finding("mismatch", Place("page"), "", {"declared": dossier.declared.strip(), "found": found})


def _language(said: str, text: str, paragraphs: list[str]) -> str:
    found = language_of(text)
    if not found or not names(said) or found == base_of(said):
        return ""
    alike = sum(language_of(paragraph) == found for paragraph in paragraphs[:20])
    return found if alike * 2 > len(paragraphs[:20]) else ""


def _script(said: str, text: str) -> str:
    parts = set(said.split("-")[1:])
    own = "zh-Hans" if parts & HANS and not parts & {"hant"} else "zh-Hant" if parts & HANT else ""
    found = chinese_script_of(text) if language_of(text) == "zh" else ""
    return found if own and found != own else ""


ENGLISH = (
    "The harbour town opened its new ferry pier on Monday after two years of building and one of waiting for a permit. "
    "Residents said that the crossing to the island now takes twelve minutes, while the old boats had needed forty."
)
TRADITIONAL = (
    "港口小鎮的新渡輪碼頭歷時兩年建成，星期一正式啟用，鎮長和幾百名島上居民一起登上了第一班船。居民們說，從前坐舊船到島上要"
    "四十分鐘，如今只要十二分鐘，老人看病、學生上學都比過去方便得多。港務公司買了兩艘電動渡輪，每半小時開一班，晚上十點收船，"
    "夜裡如有急病，另有一艘小艇隨時待命。司庫解釋說，舊樁的位置沒有圖紙，拔樁花的錢比預計的多出三成，差額由港口基金補足，不向"
    "乘客加價。碼頭旁的商店擔心生意，請求修一條沿海的人行道。"
)

CHECK = Check(
    id="language.declared-mismatch",
    title="Page in another language than it says",
    level=Level.QUERY,
    says={"mismatch": "The page says it is in %(declared)s, but its text reads as %(found)s."},
    why="Screen readers pronounce it, search engines file it, and browsers offer to translate it by what the page says.",
    fix="Declare the language the text is in; if the text is not the one that was meant, look for the right one.",
    since="0.1",
    find=find,
    needs=frozenset({"declared", "runs"}),
    examples=(
        Pass(Dossier(declared="en-GB", body=(Block(ENGLISH),))),
        Pass(Dossier(declared="", body=(Block(ENGLISH),))),
        Pass(Dossier(declared="vi", body=(Block(ENGLISH[:113]),))),
        Pass(Dossier(declared="zh-TW", language="zh-Hant", body=(Block(TRADITIONAL),))),
        Pass(Dossier(declared="zh", language="zh-Hans", body=(Block(TRADITIONAL),))),
        Find(Dossier(declared="vi", language="vi", body=(Block(ENGLISH),)), reason="mismatch", quote=""),
        Find(Dossier(declared="zh-CN", language="zh-Hans", body=(Block(TRADITIONAL),)), reason="mismatch", quote=""),
    ),
)
