"""Which engines there are: the kinds we know, and the newsroom's own from its settings file.

The file, ``engines.toml``, belongs to the operator. It holds no key: it names where each key is.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tintuc.translation.engines.errors import EngineError
from tintuc.translation.engines.plug import Engine, Facts

#: Kind, module, class. Loaded when used, so that what an engine needs is needed only by those who have it.
KINDS: dict[str, tuple[str, str]] = {
    "libretranslate": ("libretranslate", "LibreTranslate"),
    "deepl": ("deepl", "DeepL"),
    "chat": ("chat", "Chat"),
    "apertium": ("apertium", "Apertium"),
    "apy": ("apertium", "APy"),
    "models": ("models", "Models"),
    "firefox": ("firefox", "Firefox"),
}
#: Kinds that run on this machine.
HERE = frozenset({"apertium", "models", "firefox"})
COMMON: dict[str, type | tuple[type, ...]] = {
    "kind": str, "where": str, "cost": (int, float), "currency": str, "monthly": int, "seconds": (int, float),
    "at_once": int, "url": str, "key_env": str, "key_file": str, "ca_file": str,
}  # fmt: skip
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class BadSettings(EngineError):
    """The settings cannot be used; the sentence says which line."""

    def __init__(self, what: str) -> None:
        super().__init__("settings", what=what)


def engines(file: Path) -> dict[str, Engine]:
    """The newsroom's engines, in the file's order; none if there is no file. Raises :class:`BadSettings`."""
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadSettings(f"{file.name}: {error}") from None
    return made(data, file.name)


def made(data: Mapping[str, Any], file: str = "engines.toml") -> dict[str, Engine]:
    """Engines from the settings as data."""
    found: dict[str, Engine] = {}
    for name, table in data.items():
        if not NAME.fullmatch(name) or not isinstance(table, dict):
            raise BadSettings(f"{file}: “{name[:40]}” is no name of an engine with settings under it.")
        found[name] = _made(name, table, f"{file}, [{name}]")
    return found


def _made(name: str, table: Mapping[str, Any], where: str) -> Engine:
    kind = table.get("kind")
    if kind not in KINDS:
        raise BadSettings(f"{where}: kind must be one of {', '.join(KINDS)}.")
    module, cls = KINDS[kind]
    made_of: type[Engine] = getattr(import_module(f"tintuc.translation.engines.{module}"), cls)
    for option, value in table.items():
        # Never the value: somebody may have written a key there.
        if option not in COMMON and option not in made_of.known:
            more = " A key stands in the environment (key_env) or a file (key_file)." if "key" in option else ""
            raise BadSettings(f"{where}: “{option[:40]}” is not known.{more}")
        wanted = COMMON.get(option)
        if wanted and (not isinstance(value, wanted) or isinstance(value, bool)):
            raise BadSettings(f"{where}: “{option}” has the wrong type.")
    here = kind in HERE or _is_here(str(table.get("url") or getattr(made_of, "address", "")), table, where)
    numbers = {option: table[option] for option in ("cost", "monthly", "seconds", "at_once") if option in table}
    if any(value < 0 for value in numbers.values()) or numbers.get("seconds", 1) == 0:
        raise BadSettings(f"{where}: a number is too small.")
    facts = Facts(
        name=name,
        kind=kind,
        options=dict(table),
        local=here,
        cost=float(table.get("cost", 0)),
        currency=str(table.get("currency", "EUR"))[:3].upper(),
        monthly=int(table.get("monthly", 0)),
        seconds=min(float(table.get("seconds", 30)), 600.0),
        at_once=min(max(1, int(table.get("at_once", 1))), 16),
    )
    return made_of(facts)


def _is_here(url: str, table: Mapping[str, Any], where: str) -> bool:
    """Whether an address is of this machine or house. Refuses one that would send copy or keys in the open."""
    said = table.get("where", "")
    if said not in {"", "local", "remote"}:
        raise BadSettings(f"{where}: where must be local or remote.")
    parts = urlsplit(url)
    try:
        host = parts.hostname or ""
        _port = parts.port
    except ValueError:
        host = ""
    if url and (parts.scheme not in {"http", "https"} or not host or parts.username or parts.query or parts.fragment):
        raise BadSettings(f"{where}: url must be http(s)://host[:port][/path], without a log-in or a query.")
    loopback = host in LOOPBACK
    local = said == "local" or (loopback and said != "remote")
    if parts.scheme == "http" and not (loopback or said == "local"):
        raise BadSettings(f"{where}: http sends copy and keys in the open; use https, or say where = local.")
    return local
