"""What the translation desk costs: opening a story of sixty blocks, saving one, finding flaws, and ten stale languages.

Loads the demonstration's network into a temporary folder, makes a story of sixty blocks with ten translations, one of
them complete, and asks the desk's own addresses through Django's test client, so that sessions, rights, the shell of
the screen and its JSON are in the figures. Prints JSON. Times are CPU milliseconds of this process, medians.
"""

from __future__ import annotations

import contextlib
import json
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from fresh import fresh, user

BLOCKS, ROUNDS = 60, 15
LANGUAGES = ("vi", "zh-Hans", "zh-Hant", "ja", "ko", "fr", "de", "es", "ru", "id")
ENGLISH = "Residents of island {} said the crossing to the old harbour now takes {} minutes instead of forty."
OTHER = "Người dân đảo {} nói chuyến đi tới cảng cũ nay mất {} phút thay vì bốn mươi phút."


def main() -> None:
    """Measure and print."""
    with desk() as (person, source, targets):
        print(json.dumps(measure(person, source, targets), indent=1))


@contextlib.contextmanager
def desk(password: str | None = None) -> Iterator[tuple[Any, Any, list[Any]]]:
    """A fresh newsroom whose desk answers to any host name: who works in it, the story's source, its translations."""
    with fresh():
        from django.conf import settings

        settings.ALLOWED_HOSTS = ["*"]
        person = user(password)
        yield person, *story(person)


def measure(person: Any, source: Any, targets: list[Any]) -> dict[str, Any]:
    """Every figure."""
    from django.test import Client

    client = Client(HTTP_HOST="desk.localhost")
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    address = f"/desk/article/{targets[0].pk}/translation/"
    opened = timed(lambda: ok(client.get(address)))
    found = timed(lambda: ok(client.get(f"{address}show/findings/")))
    beside = timed(lambda: ok(client.get(f"{address}show/beside/?key={key(7)}")))
    saved = timed(saving(client, address, targets[0]))
    stale = timed(editing(source, person))
    told = {
        "blocks": BLOCKS,
        "open_ms_cpu": opened[0],
        "open_queries": opened[1],
        "open_kilobytes": round(len(client.get(address).content) / 1024),
        "save_a_block_ms_cpu": saved[0],
        "save_a_block_queries": saved[1],
        "findings_ms_cpu": found[0],
        "beside_ms_cpu": beside[0],
        "languages": len(targets),
        "edit_source_and_turn_all_stale_ms_cpu": stale[0],
        "edit_source_queries": stale[1],
        "stale_in_every_language": all(is_stale(target) for target in targets),
    }
    return told | {"see_staleness_of_all_ms_cpu": timed(lambda: [is_stale(target) for target in targets])[0]}


def key(number: int) -> str:
    """The id of a block."""
    return f"00000000-0000-4000-8000-{number:012d}"


def story(person: Any) -> tuple[Any, list[Any]]:
    """The source and its translations."""
    from tintuc.network.models import Site
    from tintuc.stories.models import Article, Story
    from tintuc.translation.actions.translate_into import translate_into
    from tintuc.translation.actions.write import write

    site = Site.objects.order_by("pk")[0]
    made = Story.objects.create(slugline="bench", site=site, source_language="en")
    body = [
        {"type": "paragraph", "id": key(number), "value": f"<p>{ENGLISH.format(number, number + 3)}</p>"}
        for number in range(BLOCKS)
    ]
    source = Article(story=made, language="en", headline="New pier shortens the crossing", body=body)
    source.save()
    source.save_revision(user=person)
    words = {key(number): OTHER.format(number, number + 3) for number in range(BLOCKS)}
    targets = []
    for language in LANGUAGES:
        target = translate_into(story=made, language=language, by=person)
        write(article=target, words=words | {"headline": "Bến phà mới rút ngắn đường ra đảo"}, by=person)
        targets.append(target)
    return source, targets


def saving(client: Any, address: str, target: Any) -> Callable[[], None]:
    """Saves one block with other words each time, as the screen does."""
    state = {"seen": seen(target, key(5)), "round": 0}

    def save() -> None:
        state["round"] += 1
        sent = {"key": key(5), "place": key(5), "value": OTHER.format(5, 1000 + state["round"]), "seen": state["seen"]}
        answer = client.post(f"{address}save/", json.dumps(sent), content_type="application/json")
        assert answer.status_code == 200, answer.content
        state["seen"] = answer.json()["row"]["digest"]

    return save


def seen(target: Any, passage: str) -> str:
    """The digest of a passage's words."""
    return next(one.digest for one in target.newest().passages() if one.key == passage)


def editing(source: Any, person: Any) -> Callable[[], None]:
    """Changes one paragraph of the source each time, as the editor saves it."""
    state = {"round": 0}

    def edit() -> None:
        state["round"] += 1
        version = source.newest()
        body = version.raw_body()
        body[9]["value"] = f"<p>{ENGLISH.format(9, 2000 + state['round'])}</p>"
        version.body = body
        version.save_revision(user=person)

    return edit


def is_stale(target: Any) -> bool:
    """Whether the desk shows exactly the edited block of a translation as stale."""
    from tintuc.translation.queries import units

    return [view.key for view in units(target.newest()) if view.state == "stale"] == [key(9)]


def ok(answer: Any) -> None:
    """Stop where an answer is not what was asked for."""
    assert answer.status_code == 200, answer


def timed(act: Callable[[], Any]) -> tuple[float, int]:
    """Median CPU milliseconds of an act, and its queries."""
    from django.db import connection

    act()
    queries = 0

    def counted(execute: Any, *asked: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*asked)

    with connection.execute_wrapper(counted):
        act()
    took = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        act()
        took.append(time.process_time() - begun)
    return round(statistics.median(took) * 1000, 1), queries


if __name__ == "__main__":
    main()
