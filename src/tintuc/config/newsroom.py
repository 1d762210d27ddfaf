"""A newsroom on disk: its folder, database and network file, made and brought up to date."""

from __future__ import annotations

import argparse
import os
import secrets
import tomllib
from collections.abc import Callable
from pathlib import Path

#: What a new newsroom starts with, commented for whoever opens it.
STARTER = """\
# The network: its sites, their editions and sections. Apply changes with: tintuc init {folder}
# Everything here can also be changed on the desk's own screens.

[network]
name = "My network"
desk_host = "desk.localhost"    # where the newsroom works; never one of the sites' hosts

[[site]]
key = "first"                   # never changes
masthead = "The First"
host = "first.localhost"        # readers come here; other_hosts = [...] are redirected to it
tagline = "News you can check"
accent = "#8a1c1c"
paper = "#fffdf8"
style = "serif"                 # serif, sans or slab

  [[site.edition]]
  language = "en"               # vi en zh-Hans zh-Hant ja ko fr de es ru id th uk ar
  time_zone = "Europe/London"

    [[site.edition.section]]
    key = "world"               # the same in every language
    name = "World"
    slug = "world"              # its folder in addresses
"""


class NoNewsroom(Exception):
    """The folder holds no newsroom; the sentence says what to do."""


def usual() -> Path:
    """The folder that is meant where a command names none: what ``TINTUC_DIR`` says, else ``newsroom``."""
    return Path(os.environ.get("TINTUC_DIR") or "newsroom")


def add_dir(parser: argparse.ArgumentParser) -> None:
    """Let a command be told with ``--dir`` which newsroom it is for."""
    parser.add_argument("--dir", type=Path, default=usual(), help="the newsroom (default: TINTUC_DIR, else newsroom)")


def open_folder(folder: Path) -> None:
    """Point this process at the newsroom in ``folder`` and load Django. Raises :class:`NoNewsroom`."""
    if not (folder / "network.toml").exists():
        raise NoNewsroom(f"There is no newsroom in {folder}. Make one with: tintuc init {folder}")
    load(folder)


def load(folder: Path) -> None:
    """Load Django for the newsroom in ``folder``, before anything of Django is imported."""
    os.environ["TINTUC_DIR"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tintuc.config.settings")
    import django

    django.setup()


def make(folder: Path, network: str | None = None, say: Callable[[str], object] = print) -> None:
    """Make the newsroom, or bring it up to date: folder, secret, database, network file applied.

    Safe to repeat. ``network`` is the text of a network file to start with. Raises ``NetworkFileError``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("media", "baked"):
        (folder / name).mkdir(exist_ok=True)
    secret = folder / "secret"
    if not secret.exists():
        handle = os.open(secret, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(50))
    place = folder / "network.toml"
    if not place.exists():
        place.write_text(network or STARTER.format(folder=folder), encoding="utf-8")
    load(folder)
    _migrate(say)
    apply_network(folder, say)


def apply_network(folder: Path, say: Callable[[str], object] = print) -> None:
    """Apply the folder's ``network.toml`` and tell the front server the hosts."""
    from tintuc.network.actions.apply import NetworkFileError, apply
    from tintuc.publishing.actions.repair import write_hosts

    try:
        data = tomllib.loads((folder / "network.toml").read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise NetworkFileError(f"network.toml cannot be read: {error}") from error
    changes = apply(data)
    write_hosts()
    say(f"Network applied: {changes.made} made, {changes.changed} changed.")


def _migrate(say: Callable[[str], object]) -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        say(f"Preparing the database ({len(plan)} steps) …")
        call_command("migrate", interactive=False, verbosity=0)


def after_upgrade(folder: Path) -> None:
    """Write the desk's static files, count the archive and mark every page, if the product is another than last time.

    Old pages serve on until the worker has baked them again, newest first.
    """
    from django.core.management import call_command

    from tintuc.publishing.actions.count import count_all
    from tintuc.publishing.marks import mark

    stamp, version = folder / "version", _version()
    if stamp.exists() and stamp.read_text() == version and (folder / "static").is_dir():
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    count_all()
    mark(["all"])
    stamp.write_text(version)


def _version() -> str:
    """What tells one state of the product from another: versions, and the newest of its files."""
    import django
    import wagtail

    ours = Path(__file__).parents[1]
    newest = max(file.stat().st_mtime_ns for file in ours.rglob("*.*") if "__pycache__" not in file.parts)
    return f"{django.__version__} {wagtail.__version__} {newest}"
