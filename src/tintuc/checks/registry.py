"""Collects the catalogue: every module under ``catalogue`` that holds a ``CHECK``."""

from __future__ import annotations

import hashlib
import importlib
import inspect
import pkgutil
import sys
from functools import cache

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
def rule_set() -> str:
    """What tells one version of the rules from another: SHA-256, in hexadecimal, of all checks' source."""
    digest = hashlib.sha256()
    for ident, check in catalogue().items():
        digest.update(f"{ident}\n{inspect.getsource(sys.modules[check.find.__module__])}".encode())
    return digest.hexdigest()
