"""A network file makes the network, and can be applied again."""

import pytest

from tintuc.network.actions.apply import NetworkFileError, apply
from tintuc.network.models import Edition, Network, Section, Site

pytestmark = pytest.mark.django_db


def network() -> dict:
    section = {"key": "world", "name": "World", "slug": "world"}
    edition = {"language": "en", "time_zone": "Europe/London", "section": [section]}
    return {
        "network": {"name": "Nine", "desk_host": "desk.test"},
        "site": [{"key": "one", "masthead": "One", "host": "one.test", "edition": [edition]}],
    }


def test_apply_makes_the_network():
    """Sites, editions and sections of the file are there afterwards."""
    changes = apply(network())
    assert (Site.objects.get().host, Edition.objects.get().time_zone) == ("one.test", "Europe/London")
    assert Section.objects.get().path == "/en/world/"
    assert Network.current().desk_host == "desk.test"
    assert changes.made == 3


def test_apply_again_changes_what_changed():
    """Applying the same file again changes nothing; a changed value changes its row and no other."""
    apply(network())
    assert (apply(network()).made, apply(network()).changed) == (0, 0)
    data = network()
    data["site"][0]["edition"][0]["section"][0]["name"] = "The World"
    changes = apply(data)
    assert (changes.made, changes.changed) == (0, 1)
    assert Section.objects.get().name == "The World"


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda data: data["site"][0].update(host="two words"), "host"),
        (lambda data: data["site"][0].update(host="desk.test"), "taken"),
        (lambda data: data["site"][0]["edition"][0].update(time_zone="Mars/Base"), "Mars/Base"),
        (lambda data: data["site"][0]["edition"][0].update(colour="red"), "colour"),
        (lambda data: data["site"][0]["edition"][0]["section"][0].update(slug="feeds"), "edition's own pages"),
        (lambda data: data.update(sites=[]), "sites"),
    ],
)
def test_mistakes_are_named_and_nothing_changes(spoil, said):
    """A mistake in the file is answered with its place and reason, and nothing of the file is applied."""
    data = network()
    spoil(data)
    with pytest.raises(NetworkFileError, match=said):
        apply(data)
    assert not Site.objects.exists()
