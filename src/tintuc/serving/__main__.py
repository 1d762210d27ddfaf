"""``python -m tintuc.serving``: start the front server."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys

import uvloop

from tintuc.serving.front import Front, Settings, folder_of, networks, sweep
from tintuc.serving.store import Store


def main() -> int:
    """Serve until told to stop; 2 if the address is taken or wrong."""
    parser = argparse.ArgumentParser(prog="python -m tintuc.serving", description="Serve baked pages.")
    parser.add_argument("--baked", type=folder_of, required=True, help="folder of the baked tree")
    parser.add_argument("--application", required=True, help="Unix socket of the application")
    parser.add_argument("--listen", default="127.0.0.1:8000", help="HOST:PORT or unix:PATH (default: 127.0.0.1:8000)")
    parser.add_argument("--static", type=folder_of, help="folder of the desk's static files")
    parser.add_argument("--memory", type=int, default=64, help="MB of pages kept in memory (default: 64)")
    parser.add_argument("--trusted-proxy", action="append", default=[], help="address range of a proxy before us")
    arguments = parser.parse_args()
    try:
        uvloop.run(serve(arguments))
    except (OSError, ValueError) as error:
        print(f"tintuc.serving: {error}", file=sys.stderr)
        return 2
    return 0


async def serve(arguments: argparse.Namespace) -> None:
    """Listen, answer, and stop cleanly on SIGTERM or SIGINT."""
    loop = asyncio.get_running_loop()
    store = Store(arguments.baked, arguments.memory * 1024 * 1024, arguments.static)
    settings = Settings(arguments.application, networks(arguments.trusted_proxy))

    def connection() -> Front:
        return Front(store, settings, loop)

    if arguments.listen.startswith("unix:"):
        server = await loop.create_unix_server(connection, arguments.listen.removeprefix("unix:"))
    else:
        host, _, port = arguments.listen.rpartition(":")
        server = await loop.create_server(connection, host, int(port), reuse_address=True, backlog=1024)
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    sweep(loop)
    async with server:
        await stop.wait()


if __name__ == "__main__":
    sys.exit(main())
