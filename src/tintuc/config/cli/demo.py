"""``tintuc demo``: a newsroom of three mastheads in five languages, ready to be looked at."""

from __future__ import annotations

import argparse
import json
import os
import secrets
import socket
import sys
import time
from pathlib import Path

from tintuc.config import newsroom

USER = "editor"


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser("demo", help="make a demonstration newsroom and start it")
    parser.add_argument("--port", type=int, default=8000, help="port of all its addresses (default: 8000)")
    parser.add_argument("--dir", type=Path, default=Path("demo"), help="its folder (default: demo)")
    parser.add_argument("--no-serve", action="store_true", help="only make it")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make the demonstration if it is not there yet, start it, and say where it is."""
    folder, started = arguments.dir.resolve(), time.monotonic()
    if not arguments.no_serve and not _free(arguments.port):
        print(f"tintuc demo: port {arguments.port} is taken; choose another with --port.", file=sys.stderr)
        return 2
    print(f"Preparing the demonstration in {folder}", flush=True)
    os.environ.setdefault("TINTUC_MAIL", "file")  # what people would be told lies in its folder
    network = (Path(__file__).parents[1] / "demo" / "network.toml").read_text(encoding="utf-8")
    newsroom.make(folder, network, say=_say)
    login = _prepare(folder, arguments.port)
    place = _write_description(folder, login)
    print(f"Ready after {time.monotonic() - started:.0f} s.", flush=True)
    if arguments.no_serve:
        return 0
    from tintuc.config.cli.serve import serve

    return serve(folder, f"127.0.0.1:{arguments.port}", on_ready=lambda: _welcome(place))


def _say(line: str) -> None:
    print(line, flush=True)


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _prepare(folder: Path, port: int) -> dict[str, str]:
    """Load the stories, point every address at the port, and make a log-in for this run."""
    from django.contrib.auth import get_user_model

    from tintuc.config.demo.load import load
    from tintuc.network.models import Network
    from tintuc.publishing.actions.bake_marked import bake_marked
    from tintuc.publishing.actions.repair import repair

    network = Network.current()
    if network.port != port:
        network.port = port
        network.save()
    password = secrets.token_urlsafe(12)
    user, _ = get_user_model().objects.get_or_create(username=USER, defaults={"first_name": "Demo"})
    user.is_superuser = user.is_staff = True
    user.set_password(password)
    user.save()
    load(user, _say)
    newsroom.after_upgrade(folder)
    _say("Baking pages …")
    _say(f"  {bake_marked() + repair()} files written")
    return {"user": USER, "password": password}


def _write_description(folder: Path, login: dict[str, str]) -> Path:
    """Write ``demo.json``, readable by its owner only."""
    from django.db import connections

    from tintuc.network.models import Edition, Network

    network = Network.current()
    editions = [
        {"site": edition.site.key, "language": edition.language, "url": edition.address()}
        for edition in Edition.objects.select_related("site")
    ]
    data = {"desk": network.address(network.desk_host), "login": login, "editions": editions}
    place = folder / "demo.json"
    place.unlink(missing_ok=True)
    with os.fdopen(os.open(place, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w") as file:
        json.dump(data, file, indent=1, ensure_ascii=False)
    connections.close_all()
    return place


def _welcome(place: Path) -> None:
    data = json.loads(place.read_text())
    print("\nThe newsroom is open.\n")
    print(f"  The desk   {data['desk']}   user {data['login']['user']}, password {data['login']['password']}")
    for edition in data["editions"]:
        print(f"  {edition['language']:8}   {edition['url']}")
    print(f"\nAll of this is in {place}. Stop with Ctrl-C.", flush=True)
