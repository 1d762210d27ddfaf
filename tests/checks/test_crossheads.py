"""A line that shares no word with the story: injected, or a crosshead that nobody marked."""

from tintuc.checks import Block, Dossier, Level, run

LONG = (
    "The harbour town opened its new ferry pier on Monday after two years of building and one of waiting.",
    "Fares stay as they were, the council said, and the last boat leaves the island an hour later than before.",
    "Engineers had to drive two hundred piles into the seabed, because the old ones were eaten by worms.",
    "Shopkeepers on the quay hope that visitors will come back, as they did in the years before the storm.",
)


def _level(*lines: str) -> Level:
    """The level of the finding at the first of the lines, each put between two of the paragraphs."""
    body = [Block(LONG[0], "p0")]
    for number, line in enumerate(lines, 1):
        body += [Block(line, f"l{number}"), Block(LONG[number], f"p{number}")]
    seen = run(Dossier(language="en", body=tuple(body))).seen
    return max(one.level for one in seen if one.check.id.startswith("injection.") and one.finding.place.block == "l1")


def test_a_stranger_among_paragraphs_is_asked_about():
    """In a story that has no lines of its own a line which shares no word with it is a query."""
    assert _level("lucky dragon spins") is Level.QUERY


def test_a_stranger_among_crossheads_is_noted():
    """Where the story's own lines part it, one that shares no word may be a crosshead."""
    assert _level("Worth every penny", "Piles and worms in the seabed", "Visitors and fares") is Level.NOTE


def test_strangers_do_not_vouch_for_each_other():
    """Several lines that share no word with the story, or the same one again, make no habit."""
    assert _level("lucky dragon spins", "golden otter tonight", "silver moon palace") is Level.QUERY
    assert _level("lucky dragon spins", "lucky golden otter", "Visitors and fares") is Level.QUERY


def test_a_crosshead_in_capitals_vouches_for_its_like_alone():
    """A line in small letters is none of a story's crossheads in capitals."""
    assert _level("lucky dragon spins", "PILES AND WORMS", "VISITORS AND FARES") is Level.QUERY


def test_sales_talk_among_crossheads_is_asked_about():
    """A crosshead that tells readers what to do bears a second sign."""
    assert _level("Register quickly", "Piles and worms in the seabed", "Visitors and fares") >= Level.QUERY
