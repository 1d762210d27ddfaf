"""What the engine makes of findings that say little by themselves."""

from collections.abc import Iterator

from tintuc.checks import Check, Dossier, Finding, Level, Place, Profile, run
from tintuc.checks.model import Block

TEXT = Dossier(body=(Block("The pier is open.", "a"), Block("The ferry sails.", "b")))


def weak(ident: str, *places: Place, level: Level = Level.QUERY) -> Check:
    def find(dossier: Dossier) -> Iterator[Finding]:
        for place in places:
            yield Finding("sign", place, "", weak=True)

    return Check(
        id=ident, title="", level=level, says={"sign": "A sign."}, why="", fix="", since="0.1", find=find, examples=()
    )


def levels(*checks: Check, profile: Profile | None = None) -> list[Level]:
    return [seen.level for seen in run(TEXT, profile, checks).seen]


A, B = Place("body", "a", 0, 3), Place("body", "b", 0, 3)


def test_one_weak_sign_is_a_note():
    """A weak finding alone asks nothing, whatever its check's level."""
    assert levels(weak("one.sign", A)) == [Level.NOTE]


def test_two_weak_signs_at_one_block_are_queries():
    """Two checks with a weak finding at one block ask about both."""
    assert levels(weak("one.sign", A), weak("other.sign", Place("body", "a", 8, 9))) == [Level.QUERY, Level.QUERY]


def test_weak_signs_at_two_blocks_stay_notes():
    """Weak findings at different blocks have nothing to do with each other."""
    assert levels(weak("one.sign", A), weak("other.sign", B)) == [Level.NOTE, Level.NOTE]


def test_one_check_does_not_second_itself():
    """Two weak findings of one check at one block are one sign."""
    assert levels(weak("one.sign", A, A)) == [Level.NOTE, Level.NOTE]


def test_signs_in_a_headline_count_together():
    """A field outside the body is a place like a block; the story as a whole is none."""
    head, story = Place("headline", start=0, end=3), Place("story")
    assert levels(weak("one.sign", head), weak("other.sign", head)) == [Level.QUERY, Level.QUERY]
    assert levels(weak("one.sign", story), weak("other.sign", story)) == [Level.NOTE, Level.NOTE]


def test_the_profile_has_the_last_word():
    """A level that an edition sets is neither lowered for being weak nor raised by a second sign."""
    profile = Profile({"quotes.unbalanced": Level.NOTE}, {"quotes.unbalanced": "house style"})
    checks = weak("quotes.unbalanced", A), weak("other.sign", A)
    assert levels(*checks, profile=profile) == [Level.NOTE, Level.QUERY]


def test_a_strong_finding_keeps_its_level():
    """A finding that is not weak neither changes nor counts as a second sign."""

    def find(dossier: Dossier) -> Iterator[Finding]:
        yield Finding("sign", A, "")

    strong = Check(
        id="strong.sign", title="", level=Level.HOLD, says={"sign": "A sign."}, why="", fix="", since="0.1", find=find,
        examples=(),
    )  # fmt: skip
    assert levels(strong, weak("one.sign", A)) == [Level.HOLD, Level.NOTE]
