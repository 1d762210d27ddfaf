"""``tintuc serve``: start a newsroom and keep it running."""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tintuc.config import newsroom

#: Seconds in which files are compared with the manifest before the newsroom opens, the newest first: 100,000 files. The
#: rest is compared by the worker.
LOOK = 2.0


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser("serve", help="start a newsroom and keep it running")
    newsroom.add_dir(parser)
    parser.add_argument("--listen", default="127.0.0.1:8000", metavar="ADDRESS",
                        help="HOST:PORT, or unix:PATH (default: 127.0.0.1:8000)")  # fmt: skip
    parser.add_argument("--trusted-proxy", default=os.environ.get("TINTUC_TRUSTED_PROXY", ""), metavar="RANGE",
                        help="addresses of the TLS proxy before it, comma-separated")  # fmt: skip
    parser.add_argument("--memory", type=int, default=64, help="MB of pages the front server keeps (default: 64)")
    parser.add_argument("--processes", type=int, default=1, help="processes of the front server (default: 1)")
    parser.add_argument("--access-log", metavar="FILE", help="a line for each answer, - for standard output")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve until stopped; 2 when there is no newsroom or the port is taken."""
    folder = arguments.dir.resolve()
    try:
        newsroom.open_folder(folder)
        if not may_listen(arguments.listen):
            raise newsroom.NoNewsroom(
                f"{arguments.listen} cannot be listened on: it is taken, or no HOST:PORT or unix:PATH."
            )
        from tintuc.publishing.actions.repair import look_over, write_hosts

        write_hosts()
        if mended := look_over(LOOK):
            print(f"{mended} baked files were missing or broken and have been baked again.")
    except newsroom.NoNewsroom as error:
        print(f"tintuc serve: {error}", file=sys.stderr)
        return 2
    extra = ["--memory", str(arguments.memory), "--processes", str(arguments.processes)]
    if arguments.access_log:
        extra += ["--access-log", arguments.access_log]
    for range_ in filter(None, arguments.trusted_proxy.split(",")):
        extra += ["--trusted-proxy", range_]
    return serve(folder, arguments.listen, on_ready=lambda: print(f"Serving on {arguments.listen}."), extra=extra)


def may_listen(address: str) -> bool:
    """Whether the front server can be given the address."""
    if address.startswith("unix:"):
        return Path(address.removeprefix("unix:")).parent.is_dir()
    host, _, port = address.rpartition(":")
    return port.isdigit() and is_free(host, int(port))


def is_free(host: str, port: int) -> bool:
    """Whether the address can be listened on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def serve(folder: Path, listen: str, *, on_ready: Callable[[], object], extra: list[str] | None = None) -> int:
    """Run the newsroom in ``folder``, with Django loaded, until stopped; call ``on_ready`` once it answers."""
    from tintuc.config import processes
    from tintuc.config.notify import Notifier
    from tintuc.config.supervisor import Process, supervise

    notifier = Notifier(lambda: _is_healthy(listen))
    _preload(folder)
    place = Path(tempfile.mkdtemp(prefix="tintuc-"))
    path = str(place / "application")
    command = [sys.executable, "-m", "tintuc.serving", "--listen", listen, "--application", path]
    command += ["--baked", str(folder / "baked"), "--static", str(folder / "static"), *(extra or [])]
    children = [
        Process("front server", command=command),
        Process("application", function=lambda: processes.application(path)),
        Process("baker", function=processes.baker),
        Process("worker", function=processes.worker),
        Process("scheduler", function=processes.scheduler),
    ]
    begin = _Once(listen, Path(path), lambda: (notifier.ready(), on_ready()))

    def on_tick() -> None:
        begin()
        notifier.tick()

    try:
        return supervise(children, on_tick=on_tick)
    finally:
        shutil.rmtree(place, ignore_errors=True)


class _Once:
    """Calls a function once both the front server and the application are there."""

    def __init__(self, address: str, application: Path, function: Callable[[], object]) -> None:
        self.address, self.application, self.function = address, application, function
        self.done = False

    def __call__(self) -> None:
        """Look, and call."""
        if self.done or not self.application.exists():
            return
        self.done = _is_healthy(self.address)
        if self.done:
            self.function()


def _is_healthy(address: str) -> bool:
    unix, (host, _, port) = address.startswith("unix:"), address.rpartition(":")
    try:
        with socket.socket(socket.AF_UNIX) if unix else socket.create_connection((host, int(port)), 1) as connection:
            if unix:
                connection.connect(address.removeprefix("unix:"))
            connection.settimeout(1)
            connection.sendall(b"GET /-/health HTTP/1.0\r\n\r\n")
            return connection.recv(12).endswith(b"200")
    except OSError:
        return False


def _preload(folder: Path) -> None:
    """Import what the processes need, write the desk's static files, and leave no connection open across the fork."""
    from importlib import import_module

    from django.db import connections

    for name in ("tintuc.config.wsgi", "tintuc.config.urls", "tintuc.config.public_urls", "waitress"):
        import_module(name)
    newsroom.after_upgrade(folder)
    connections.close_all()
