"""The catalogue as pages: one card a check, written from the check itself.

``python -m tintuc.checks.cards DIR`` writes them; a test fails when a page is stale.
"""

from __future__ import annotations

import inspect
import sys
from pathlib import Path

from tintuc.checks.base_rates import base_rate
from tintuc.checks.model import Check, Find
from tintuc.checks.registry import catalogue


def card(check: Check) -> str:
    """A Markdown page for one check."""
    module = inspect.getdoc(sys.modules[check.find.__module__]) or ""
    question, _, rest = module.partition("\n\n")
    languages = ", ".join(sorted(check.languages)) if check.languages is not None else "any"
    lines = [f"# {check.title}", "", f"`{check.id}` · {check.level.name.lower()} · since {check.since}", ""]
    lines += [f"*{question}*", "", *([rest, ""] if rest else []), f"**Why.** {check.why}", ""]
    lines += [f"**What to do.** {check.fix}", "", f"**Languages.** {languages}", ""]
    lines += [f"**How often it fires on clean news.** {base_rate(check.id) or 'Not measured yet.'}", ""]
    lines += ["**What it says**", "", *(f"- `{reason}`: {says}" for reason, says in check.says.items()), ""]
    lines += ["**Examples**", ""]
    for example in check.examples:
        if isinstance(example, Find):
            lines.append(f"- catches (`{example.reason}`): {_shown(example.quote) or 'the dossier as a whole'}")
        else:
            text = " / ".join(block.text for block in example.dossier.body)
            lines.append(f"- passes: {_shown(text) or 'a dossier without it'}")
    return "\n".join(lines) + "\n"


def index() -> str:
    """The catalogue's own page."""
    lines = ["# The checks", "", "Written from the checks themselves by `make docs`.", ""]
    lines += ["| check | level | question | on clean news |", "|---|---|---|---|"]
    for check in catalogue().values():
        link = f"[{check.id}]({check.id}.md)"
        rate = base_rate(check.id) or "not measured yet"
        lines.append(f"| {link} | {check.level.name.lower()} | {check.title} | {rate} |")
    return "\n".join(lines) + "\n"


def pages() -> dict[str, str]:
    """Every page by file name."""
    return {"index.md": index()} | {f"{check.id}.md": card(check) for check in catalogue().values()}


def _shown(text: str, most: int = 160) -> str:
    flat = " ".join(text.split()).replace("|", "\\|")
    return flat if len(flat) <= most else flat[: most - 1] + "…"


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for stale in folder.glob("*.md"):
        stale.unlink()
    for name, page in pages().items():
        (folder / name).write_text(page, encoding="utf-8")
