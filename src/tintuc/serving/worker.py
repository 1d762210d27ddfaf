"""A process of the front server that answers."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import ctypes
import os
import resource
import signal
import socket
import sys

import uvloop

from tintuc.serving import front
from tintuc.serving.__main__ import DRAIN_TIME
from tintuc.serving.clients import networks
from tintuc.serving.clock import CLOCK
from tintuc.serving.lane import Lanes
from tintuc.serving.log import AccessLog
from tintuc.serving.store import Store

PR_SET_PDEATHSIG = 1


def run(arguments: argparse.Namespace) -> None:
    """Answer on the socket that was handed over until SIGTERM, or until whoever started this is gone."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if arguments.keeper and os.getppid() != arguments.keeper:
            return  # it died before the kernel was asked to tell: the socket would be held for ever
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    uvloop.run(serve(arguments))


async def serve(arguments: argparse.Namespace) -> None:
    """Answer, and finish what is begun."""
    loop = asyncio.get_running_loop()
    store = Store(arguments.baked, arguments.memory * 1024 * 1024, arguments.static)
    log = AccessLog(arguments.access_log) if arguments.access_log else None
    settings = front.Settings(
        arguments.application,
        networks(arguments.trusted_proxy),
        arguments.connections,
        arguments.head_time,
        arguments.body_time,
        arguments.idle_time,
    )
    lanes = Lanes(store, logged=log is not None)
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    CLOCK.run(loop)
    front.sweep(loop, log)
    listening = socket.socket(fileno=arguments.socket)
    listening.setblocking(False)
    make = loop.create_unix_server if listening.family == socket.AF_UNIX else loop.create_server
    server = await make(lambda: front.Front(store, lanes, settings, log), sock=listening, backlog=1024)
    if arguments.after:
        with contextlib.suppress(ProcessLookupError):
            os.kill(arguments.after, signal.SIGTERM)
    await stop.wait()
    server.close()
    front.drain()
    end = loop.time() + DRAIN_TIME
    while front.Front.connections and loop.time() < end:
        await asyncio.sleep(0.02)
    if log:
        with contextlib.suppress(OSError):
            log.write()
