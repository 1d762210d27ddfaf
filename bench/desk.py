"""CPU of creating and releasing a story, beside WordPress taking a post by XML-RPC, in one run. Prints JSON.

Ours: the two actions of the desk, ``begin`` (story, article, first version, placement) and ``release`` (with its log,
clearance, frozen text, index of words and marks). Told apart are the checks' own time, baking (of the story's own page at
once, and of lists, feeds and maps of eight stories together by the worker), and what the worker learns afterwards from
the words: what copies, names and translations are known by. WordPress: ``wp.newPost`` with a category and
status ``publish``, CPU of nginx, php-fpm and MariaDB, eight posts a connection. Rounds of both alternate.
"""

from __future__ import annotations

import http.client
import json
import statistics
import time
import xmlrpc.client
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from harness import Missing, Watch, folder, machine, need
from wordpress import EDITOR, HOST, WordPress, wordpress

ARCHIVE, ROUNDS, EACH = 200, 6, 8
#: Jobs that read the words of a story once it is saved or released.
LEARNING = ("search.know", "integrity.look", "translation.learn")


def posts(peer: WordPress, written: list[list[str]]) -> Callable[[int], float]:
    """What one post costs, in milliseconds."""

    def one(connection: http.client.HTTPConnection, number: int) -> None:
        content = {
            "post_title": f"Story {number} of the quay", "post_status": "publish", "post_type": "post",
            "post_content": "".join(f"<p>{part}</p>" for part in written[number]),
            "terms_names": {"category": [f"Section {number % 10}"]},
        }  # fmt: skip
        body = xmlrpc.client.dumps((1, *EDITOR, content), "wp.newPost")
        connection.request("POST", "/xmlrpc.php", body.encode(), {"Host": HOST, "Content-Type": "text/xml"})
        answer = connection.getresponse()
        (made,), _ = xmlrpc.client.loads(answer.read())
        assert int(made), made

    def some(begin: int) -> float:
        connection = http.client.HTTPConnection("127.0.0.1", peer.uncached.port)
        before = peer.uncached.cpu()
        for number in range(begin, begin + EACH):
            one(connection, number)
        return (peer.uncached.cpu() - before) / EACH * 1000

    return some


def stories(written: list[list[str]]) -> Callable[[int], dict[str, float]]:
    """What one story costs, in milliseconds: the desk's actions, the checks, the baking, the worker's learning."""
    from django.contrib.auth import get_user_model

    from tintuc.integrity.actions import clear
    from tintuc.jobs.models import Job
    from tintuc.jobs.registry import HANDLERS
    from tintuc.network.models import Edition
    from tintuc.publishing import changes
    from tintuc.publishing.actions.bake_marked import bake_marked
    from tintuc.publishing.actions.release import release
    from tintuc.stories.actions.begin import begin
    from tintuc.stories.models import Article, Licence, Provider, Story

    user = get_user_model().objects.create_superuser("bench", password=None)
    edition = Edition.objects.select_related("site").get()
    shelves = list(edition.sections.all())
    agency = Provider.objects.create(name="An agency", url="https://agency.test/")  # paragraphs come again: carried
    licence = Licence.objects.create(code="agreement", name="By agreement")
    checks, baking = Watch((clear, "inspect")), Watch((changes, "_bake_now"))

    def one(number: int) -> None:
        story = Story(
            slugline=f"quay-{number}", carried=True, provider=agency, source_url="https://agency.test/", licence=licence
        )
        blocks = [{"type": "paragraph", "value": f"<p>{part}</p>", "id": str(uuid4())} for part in written[number]]
        article = Article(headline=f"Story {number} of the quay", slug=f"quay-{number}", body=blocks)
        shelf = shelves[number % len(shelves)]
        begin(story=story, article=article, edition=edition, section=shelf, by=user)
        assert release(article=article, by=user).live

    def learn() -> None:
        for job in Job.objects.filter(kind__in=LEARNING, state=Job.State.WAITING):
            HANDLERS[job.kind].function(**job.arguments)
            job.delete()

    def some(first: int) -> dict[str, float]:
        checks.seconds = baking.seconds = 0.0
        before = time.process_time()
        for number in range(first, first + EACH):
            one(number)
        released = time.process_time()
        bake_marked()
        baked = time.process_time()
        learn()
        found = {"checks": checks.seconds, "baking of its own page": baking.seconds}
        found["the desk's actions"] = released - before - checks.seconds - baking.seconds
        found["the worker's baking"] = baked - released
        found["the worker's learning"] = time.process_time() - baked
        return {name: seconds / EACH * 1000 for name, seconds in found.items()}

    return some


def main() -> None:
    """Measure and print."""
    try:
        need("nginx")
        import archive

        with folder() as where:
            written = archive.texts(ARCHIVE + (ROUNDS + 1) * EACH)
            with wordpress(where, ["".join(f"<p>{part}</p>" for part in text) for text in written[:ARCHIVE]]) as peer:
                archive.fill(where / "ours", written[:ARCHIVE])
                theirs, ours = posts(peer, written[ARCHIVE:]), stories(written[ARCHIVE:])
                rounds = [(theirs(n * EACH), ours(n * EACH)) for n in range(ROUNDS + 1)][1:]
        each = {name: statistics.median(mine[name] for _, mine in rounds) for name in rounds[0][1]}
        result: dict[str, Any] = {
            "machine": machine(),
            "archive": ARCHIVE,
            "wordpress_ms": round(statistics.median(their for their, _ in rounds), 1),
            "ours_ms": {name: round(ms, 1) for name, ms in each.items()},
            "ratio_of_the_actions": round(
                statistics.median(mine["the desk's actions"] / their for their, mine in rounds), 2
            ),
        }
    except Missing as missing:
        result = {"missing": str(missing)}
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
