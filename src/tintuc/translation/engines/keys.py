"""Keys of engines: read from the environment or a secret file when they are needed, and never shown."""

from __future__ import annotations

from os import environ
from pathlib import Path

#: A longer file is no key.
MOST = 4096
HIDDEN = "•••"


class NoKey(Exception):
    """The key is not where the settings say; the text names the place, never what stands in it."""


class Key:
    """Where a key is. It is read at each use and not kept, so no traceback, log or record of the object shows it."""

    def __init__(self, variable: str = "", file: str = "") -> None:
        self.variable, self.file = variable, file

    def __repr__(self) -> str:
        return f"Key({self.where})"

    @property
    def where(self) -> str:
        """Where it is looked for, for people."""
        return f"${self.variable}" if self.variable else self.file

    @property
    def there(self) -> bool:
        """Whether there is one."""
        try:
            return bool(self.read())
        except NoKey:
            return False

    def read(self) -> str:
        """The key; empty if the engine has none. Raises :class:`NoKey` if one is named but not there."""
        if self.variable:
            found = environ.get(self.variable, "").strip()
        elif self.file:
            try:
                with Path(self.file).open(encoding="utf-8") as file:
                    found = file.read(MOST).strip()
            except (OSError, UnicodeDecodeError):
                found = ""
        else:
            return ""
        if not found or not found.isascii() or not found.isprintable():
            raise NoKey(self.where)
        return found

    def hide(self, text: str) -> str:
        """The text without the key, should whoever answers repeat it."""
        try:
            found = self.read()
        except NoKey:
            return text
        return text.replace(found, HIDDEN) if found else text
