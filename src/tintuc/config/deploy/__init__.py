"""Configurations for the servers around a newsroom, written for its hosts and folders."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

#: What a path may hold without meaning something to one of the servers.
PATH = re.compile(r"[\w./@+,:=~-]+")


class NotWritable(Exception):
    """No configuration can be written; the sentence says why."""


@dataclass(frozen=True)
class Newsroom:
    """What a configuration needs to know."""

    folder: Path
    desk: str
    sites: dict[str, list[str]]  #: each site's host with its other names
    https: bool
    front: str = "unix:/run/tintuc/front"  #: where the front server listens: HOST:PORT or unix:PATH
    http_listen: str = "80"  #: PORT or ADDRESS:PORT
    https_listen: str = "443"
    certificate: str = "/etc/letsencrypt/live/{host}/fullchain.pem"
    key: str = "/etc/letsencrypt/live/{host}/privkey.pem"

    def __post_init__(self) -> None:
        """Refuse what would have to be quoted, since each server quotes in another way. Raises ``NotWritable``."""
        for text in (str(self.folder), self.front, self.http_listen, self.https_listen):
            if not PATH.fullmatch(text):
                raise NotWritable(f"“{text}” has characters that a server's configuration could misread.")
        for text in (self.certificate, self.key):
            if not PATH.fullmatch(text.replace("{host}", "")):
                raise NotWritable(f"“{text}” has characters that a server's configuration could misread.")

    @property
    def baked(self) -> Path:
        """The baked tree."""
        return self.folder / "baked"


def of_database(folder: Path, **options: str) -> Newsroom:
    """The newsroom whose folder is open, as its database has it now. Raises ``NotWritable``."""
    from tintuc.network.models import Network, Site

    network = Network.current()
    sites = {site.host: list(site.other_hosts) for site in Site.objects.order_by("host")}
    if not sites:
        raise NotWritable("The network has no sites yet. Put them into network.toml, and apply it with tintuc init.")
    return Newsroom(folder, network.desk_host, sites, network.scheme == "https", **options)
