"""People who write one translation in the same moment."""

import threading

import pytest
from django.db import connection

from tintuc.translation.actions.translate_into import translate_into
from tintuc.translation.actions.write import write
from tintuc.translation.errors import PassageChanged
from tintuc.translation.queries import units
from writing import paragraph

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_save_at_once_one_is_told(make_article, people):
    """Eight windows save one passage, each from what stood there before: one is taken, seven are told, none is mixed."""
    source = make_article(body=[paragraph("p1", "The pier is open."), paragraph("p2", "Ferries go from there.")])
    target = translate_into(story=source.story, language="vi", by=people["translator"])
    names = ["reporter", "translator", "editor", "chief"] * 2
    start = threading.Barrier(len(names))
    taken, told, broken = [], [], []

    def save(number: int, name: str) -> None:
        try:
            start.wait(20)
            words = {"p1": f"<p>Bản của người số {number}.</p>"}
            write(article=target, words=words, by=people[name], expected={"p1": ""})
            taken.append(number)
        except PassageChanged as meeting:
            told.append((number, meeting.keys))
        except Exception as problem:
            broken.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=one) for one in enumerate(names)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not broken
    assert len(taken) == 1
    assert [keys for _, keys in told] == [{"p1"}] * (len(names) - 1)
    stands = {view.key: view.target for view in units(target.newest())}
    assert stands["p1"] == f"Bản của người số {taken[0]}."
