"""What engines behind a server share: the address, the key and the way to ask."""

from __future__ import annotations

from typing import Any, ClassVar

from tintuc.translation.engines.errors import NotAllowed
from tintuc.translation.engines.http import Server
from tintuc.translation.engines.keys import Key, NoKey
from tintuc.translation.engines.plug import Engine, Facts


class Served(Engine):
    """An engine that is asked over HTTP."""

    address: ClassVar[str] = ""  #: where it is, if the settings do not say
    needs_key: ClassVar[bool] = False

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts)
        options = facts.options
        self.key = Key(options.get("key_env", ""), options.get("key_file", ""))
        self.server = Server(
            facts.name, options.get("url") or self.address, facts.seconds, options.get("ca_file", ""), self.key.hide
        )

    def secret(self) -> str:
        """The key, or nothing if the engine needs none. Raises :class:`NotAllowed` if it should be there and is not."""
        try:
            found = self.key.read()
        except NoKey:
            raise NotAllowed("key", engine=self.name) from None
        if self.needs_key and not found:
            raise NotAllowed("key", engine=self.name)
        return found

    def ask(self, path: str, **asked: Any) -> Any:
        """The server's JSON."""
        return self.server.ask(path, secret_heads=self.heads, **asked)

    def heads(self) -> dict[str, str]:
        """Headers that carry the key."""
        return {}
