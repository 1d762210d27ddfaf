"""Collects the catalogue: every module under ``catalogue`` that holds a ``CHECK``."""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

from tintuc import checks, text
from tintuc.checks import catalogue as shelves
from tintuc.checks.model import Check


class CatalogueError(Exception):
    """The catalogue contradicts itself; refuse to start."""


@cache
def catalogue() -> dict[str, Check]:
    """Every check by id, in id order."""
    found: dict[str, Check] = {}
    prefix = shelves.__name__ + "."
    for info in pkgutil.walk_packages(shelves.__path__, prefix):
        if info.ispkg:
            continue
        check = importlib.import_module(info.name).CHECK
        place = info.name.removeprefix(prefix).replace("_", "-")
        if check.id != place:
            raise CatalogueError(f"{info.name} declares the id {check.id!r}; it must be {place!r}.")
        found[check.id] = check
    return dict(sorted(found.items()))


@cache
def rule_set(*rooms: ModuleType) -> str:
    """What tells one version of the rules from another: SHA-256, in hexadecimal, of the checks and all they read.

    That is the source of the checks and of what they know of languages, with its tables of words and figures, and of
    further ``rooms``: packages that decide what the checks are shown. Read once a process.
    """
    digest = hashlib.sha256()
    for package in (checks, text, *rooms):
        for name, content in _rules(Path(package.__path__[0])):
            digest.update(f"{package.__name__} {name} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def _rules(folder: Path) -> Iterator[tuple[str, bytes]]:
    """By name within ``folder``: its modules, and the tables of its ``tables``."""
    for file in sorted([*folder.rglob("*.py"), *folder.glob("tables/*.toml")]):
        yield file.relative_to(folder).as_posix(), file.read_bytes()
