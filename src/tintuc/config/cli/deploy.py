"""``tintuc deploy``: write configurations for the servers around a newsroom."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tintuc.config import deploy, newsroom


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser("deploy", help="write a configuration for nginx, Caddy or systemd")
    parser.add_argument("server", choices=["nginx", "systemd", "caddy"])
    newsroom.add_dir(parser)
    parser.add_argument("--out", type=Path, metavar="FILE", help="where to write it (default: standard output)")
    parser.add_argument("--front", default="unix:/run/tintuc/front", metavar="ADDRESS",
                        help="where the front server listens (default: unix:/run/tintuc/front)")  # fmt: skip
    parser.add_argument("--http", default="80", metavar="LISTEN", help="PORT or ADDRESS:PORT (default: 80)")
    parser.add_argument("--https", default="443", metavar="LISTEN", help="PORT or ADDRESS:PORT (default: 443)")
    parser.add_argument("--certificate", default=deploy.Newsroom.certificate, metavar="FILE",
                        help="nginx's certificate; {host} stands for the host")  # fmt: skip
    parser.add_argument("--key", default=deploy.Newsroom.key, metavar="FILE", help="its key")
    parser.add_argument("--brotli", choices=["auto", "yes", "no"], default="auto",
                        help="whether nginx has its brotli_static module (default: look on this machine)")  # fmt: skip
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write; 2 when there is no newsroom or something given cannot be written."""
    from tintuc.config.deploy import caddy, nginx, systemd

    folder = arguments.dir.resolve()
    try:
        newsroom.open_folder(folder)
        facts = deploy.of_database(
            folder,
            front=arguments.front,
            http_listen=arguments.http,
            https_listen=arguments.https,
            certificate=arguments.certificate,
            key=arguments.key,
        )
        if arguments.server == "nginx":
            has_brotli = arguments.brotli == "yes" or (arguments.brotli == "auto" and nginx.has_brotli())
            text = nginx.write(facts, brotli=has_brotli)
        else:
            text = (caddy if arguments.server == "caddy" else systemd).write(facts)
        if arguments.out:
            arguments.out.write_text(text, encoding="utf-8")
        else:
            print(text, end="")
    except (newsroom.NoNewsroom, deploy.NotWritable, OSError) as error:
        print(f"tintuc deploy: {error}", file=sys.stderr)
        return 2
    return 0
