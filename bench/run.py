"""Runs the benches one after the other and prints one JSON object: each bench's name with what it printed.

A bench is a file here whose docstring says "Prints JSON" as a sentence. One that takes longer than ``--limit`` is ended and said to
have been; one that breaks is there with the end of its error; a peer that is not installed is named by its bench.
Nothing else should run on the machine meanwhile.

``python bench/run.py [NAME …] [--limit 600]``; ``ROUNDS`` and ``SECONDS`` in the environment make server benches shorter.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def benches() -> list[str]:
    """Their names."""
    said = {
        file.stem: ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "" for file in HERE.glob("*.py")
    }
    return sorted(name for name, text in said.items() if "Prints JSON." in " ".join(text.split()))


def run(name: str, limit: float) -> dict[str, Any]:
    """What a bench printed, or why it printed nothing."""
    command = [sys.executable, str(HERE / f"{name}.py")]
    begun = time.monotonic()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        out, err = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGINT)  # so that it takes its servers and folders away
        try:
            process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
        return {"ended": f"after the limit of {limit:g} seconds"}
    took = {"took_s": round(time.monotonic() - begun)}
    try:
        return took | {"result": json.loads(out)} | ({"exit": process.returncode} if process.returncode else {})
    except ValueError:
        return took | {"failed": (err or out)[-1500:] or f"exit {process.returncode}"}


def main() -> int:
    """Run them; 1 if one broke or was ended."""
    known = benches()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", nargs="*", help=f"of {', '.join(known)} (default: all)")
    parser.add_argument("--limit", type=float, default=900, help="seconds each may take (default: 900)")
    asked = parser.parse_args()
    if strange := set(asked.name) - set(known):
        parser.error(f"no bench is named {', '.join(sorted(strange))}; there are {', '.join(known)}")
    results = {}
    for name in asked.name or known:
        print(f"{name} …", file=sys.stderr, flush=True)
        results[name] = run(name, asked.limit)
    print(json.dumps(results, indent=1, ensure_ascii=False))
    return int(any("failed" in each or "ended" in each for each in results.values()))


if __name__ == "__main__":
    sys.exit(main())
