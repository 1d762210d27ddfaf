"""CPU a request of WordPress and Wagtail, as they are commonly run, over that of our front server, in one run.

Readers ask as a browser does, each server for its own articles of the same 600 words, as its own templates make them: 200
of each peer's, and 1,000 of ours on 10 hosts. A peer that is not installed is named. Prints JSON.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import random
from pathlib import Path
from typing import Any

import archive
from harness import BROWSER, Missing, Server, alternate, compared, folder, lua, machine, need
from wagtail_site import wagtail_site
from wordpress import HOST, wordpress

from serving import HOSTS, PAGES, host_of, ours

PLAIN = {name: value for name, value in BROWSER.items() if name != "Accept-Encoding"}
#: Articles of some 600 words, of paragraphs of the demonstration: the same words again and again would compress as no news does.
ARTICLES = [random.Random(n).sample(archive.paragraphs(), 21) for n in range(20)]
TEXTS = ["".join(f"<p>{part}</p>" for part in article) for article in ARTICLES]


def bake(where: Path) -> int:
    """Bake the articles by our own templates and lay them at 1,000 addresses; return the bytes of one."""
    archive.fill(where, ARTICLES)
    from tintuc.publishing import tree
    from tintuc.publishing.actions.bake import bake_tags
    from tintuc.stories.models import Placement

    bake_tags(["all"])
    for number in range(PAGES):
        path = Placement.objects.order_by("pk").values_list("path", flat=True)[number % len(ARTICLES)]
        tree.write(
            tree.file_for(host_of(number), f"/vi/page-{number}.html"), tree.file_for("bench.test", path).read_bytes()
        )
    tree.write_hosts("desk.test", {host_of(number): host_of(number) for number in range(HOSTS)})
    return tree.file_for("bench.test", path).stat().st_size


class Bench:
    """Ours, and what it is compared with."""

    def __init__(self, where: Path, mine: Server) -> None:
        self.where, self.mine = where, mine
        self.ready = {
            name: self.script(mine, *ours_for(headers)) for name, headers in (("", BROWSER), ("plain", PLAIN))
        }

    def script(self, server: Server, requests: list[tuple[str, dict[str, str]]]) -> Path:
        """What wrk asks a server for."""
        place = self.where / f"{server.name}-{len(list(self.where.glob('*.lua')))}.lua"
        place.write_text(lua(requests))
        return place

    def against(self, peer: Server, paths: list[str], headers: dict[str, str], connections: int = 64) -> dict[str, Any]:
        """The peer's CPU a request over ours."""
        asked = self.script(peer, [(path, {"Host": HOST, **headers}) for path in paths])
        mine = self.ready["" if "Accept-Encoding" in headers else "plain"]
        scripts = {peer.name: asked, self.mine.name: mine}
        return compared(alternate([peer, self.mine], scripts, connections=connections), peer.name, self.mine.name)


def ours_for(headers: dict[str, str]) -> tuple[list[tuple[str, dict[str, str]]]]:
    """What is asked of ours."""
    return ([(f"/vi/page-{n}.html", {"Host": host_of(n), **headers}) for n in range(PAGES)],)


def sizes(port: int, path: str) -> dict[str, int]:
    """Bytes of an answer, plain and as a browser takes it."""
    connection, found = http.client.HTTPConnection("127.0.0.1", port), {}
    for name, headers in (("plain", PLAIN), ("as a browser takes it", BROWSER)):
        connection.request("GET", path, headers={"Host": HOST, **headers})
        answer = connection.getresponse()
        found[name] = len(answer.read())
        assert answer.status == 200, (path, answer.status)
    return found


def of_wordpress(bench: Bench) -> dict[str, Any]:
    """WordPress without a cache of pages, and behind fastcgi_cache."""
    with wordpress(bench.where, TEXTS) as peer:
        result = {"bytes": sizes(peer.uncached.port, peer.paths[0])}
        for path in peer.paths:  # fills the cache, which both share
            sizes(peer.cached.port, path)
        return result | {
            "uncached": bench.against(peer.uncached, peer.paths, BROWSER, connections=4),
            "fastcgi_cache, gzip": bench.against(peer.cached, peer.paths, BROWSER),
            "fastcgi_cache, gzip at level 1": bench.against(peer.quicker, peer.paths, BROWSER),
            "fastcgi_cache, identity": bench.against(peer.cached, peer.paths, PLAIN),
        }


def of_wagtail(bench: Bench) -> dict[str, Any]:
    """Wagtail's own page serving."""
    with wagtail_site(bench.where, TEXTS) as (peer, paths):
        result = {"bytes": sizes(peer.port, paths[0])}
        for path in paths:  # pictures are cut at the first request
            sizes(peer.port, path)
        return result | {"uncached": bench.against(peer, paths, BROWSER, connections=4)}


def main() -> None:
    """Measure and print."""
    result: dict[str, Any] = {"machine": machine()}
    with contextlib.suppress(Missing), folder() as where:
        try:
            need("wrk", "taskset")
        except Missing as missing:
            result["missing"] = str(missing)
            raise
        result["bytes_of_ours"] = bake(where)
        with ours(where) as mine:
            bench = Bench(where, mine)
            for name, measured in (("wordpress", of_wordpress), ("wagtail", of_wagtail)):
                try:
                    result[f"cpu_us_{name}_over_ours"] = measured(bench)
                except Missing as missing:
                    result[f"cpu_us_{name}_over_ours"] = {"missing": str(missing)}
    print(json.dumps(result, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
