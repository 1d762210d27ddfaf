"""What each process of a newsroom does. Called in a process of its own, with Django loaded."""

from __future__ import annotations

import signal
from collections.abc import Callable
from typing import Any


def application(socket: str) -> None:
    """Answer what is not baked: the desk, search, the beacon."""
    import waitress

    from tintuc.config.wsgi import application as wsgi

    waitress.serve(
        wsgi,
        unix_socket=socket,
        unix_socket_perms="600",
        threads=8,
        ident="",
        max_request_body_size=30 * 1024 * 1024,
        trusted_proxy="localhost",
        trusted_proxy_headers={"x-forwarded-for", "x-forwarded-proto"},
        clear_untrusted_proxy_headers=False,
        log_untrusted_proxy_headers=False,
    )


def worker() -> None:
    """Do jobs that may take a while."""
    from tintuc.jobs import worker as jobs

    jobs.run_forever(_told_to_stop(), urgent=False)


def baker() -> None:
    """Do what readers wait for: bake what was released."""
    from tintuc.jobs import worker as jobs

    jobs.run_forever(_told_to_stop(), urgent=True)


def scheduler() -> None:
    """Hand out duties."""
    from tintuc.jobs import scheduler as jobs

    jobs.run_forever(_told_to_stop())


def _told_to_stop() -> Callable[[], bool]:
    """A function that says whether SIGTERM has come; the work in hand is finished first."""
    told = []

    def hear(*_: Any) -> None:
        told.append(True)

    signal.signal(signal.SIGTERM, hear)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return lambda: bool(told)
