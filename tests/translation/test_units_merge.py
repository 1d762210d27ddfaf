"""A translation follows its source's blocks; what people did on either side is kept."""

import pytest

from tintuc.stories.models import Article
from tintuc.translation.actions.add_block import add_block
from tintuc.translation.actions.leave_out import leave_out
from tintuc.translation.actions.merge import follow_source, may_undo, proposed, undo_follow
from tintuc.translation.actions.translate_into import translate_into
from tintuc.translation.actions.write import write
from tintuc.translation.differences import differences
from tintuc.translation.errors import TranslationRefused
from tintuc.translation.merging import marks, merge
from tintuc.translation.models import Base
from tintuc.translation.queries import source_of, units
from writing import paragraph


def blocks(*idents: str) -> list[dict]:
    return [paragraph(ident, f"words {ident}") for ident in idents]


def merged(base: str, source: str, target: str, left_out: str = ""):
    found = merge(marks(blocks(*base)), blocks(*source), blocks(*target), set(left_out))
    return "".join(block["id"] for block in found.body), found


@pytest.mark.parametrize(
    ("base", "source", "target", "result"),
    [
        ("abc", "abc", "abc", "abc"),
        ("abc", "abXc", "abc", "abXc"),  # gained
        ("abc", "XYabc", "abc", "XYabc"),
        ("abc", "ac", "abc", "ac"),  # lost
        ("abc", "cab", "abc", "cab"),  # moved
        ("abc", "abc", "acb", "acb"),  # the translator moved one, the source did not
        ("abc", "abc", "aLbc", "aLbc"),  # the translator added one
        ("abc", "cab", "aLMbc", "caLMb"),  # it stays beside its neighbour
        ("abc", "bc", "aLbc", "Lbc"),  # whose own neighbour is gone
        ("abc", "aXbc", "aLbc", "aLXbc"),
        ("abc", "abc", "ac", "abc"),  # taken out without a reason: it comes back
        ("", "abc", "", "abc"),
        ("abcd", "XdYbZ", "LaMbNcd", "LMXdYbNZ"),
    ],
)
def test_three_sides(base, source, target, result):
    """Blocks the source gained come in, lost ones go, moved ones move; the translator's own stay where they were."""
    assert merged(base, source, target)[0] == result
    again = merged(source, source, result)
    assert again[0] == result, "a second time nothing changes"
    assert not again[1]


def test_left_out_blocks_stay_out():
    """What was left out for a reason does not come back."""
    assert merged("abc", "abcX", "ac", left_out="b")[0] == "acX"


def test_the_fewest_blocks_are_called_moved():
    """Of a moved block only that block is named."""
    found = merged("abcdef", "fabcde", "abcdef")[1]
    assert (found.moved, found.gained, found.lost) == (["f"], [], [])


def test_what_is_no_words_follows_the_source_unless_changed_here():
    """Another picture in the source comes over; one that was chosen here stays; a shortened list is shortened."""

    def picture(image: int, alt: str = "") -> dict:
        return {"type": "picture", "id": "f", "value": {"image": image, "alt": alt, "caption": "", "credit": "A. Le"}}

    base = marks([picture(1)])
    assert merge(base, [picture(2)], [picture(1, "Bến tàu")], set()).body[0]["value"] == {
        "image": 2, "alt": "Bến tàu", "caption": "", "credit": "A. Le",
    }  # fmt: skip
    assert not merge(base, [picture(2)], [picture(7)], set())
    entries = lambda *texts: [{"type": "list", "id": "l", "value": [{"value": text} for text in texts]}]  # noqa: E731
    shorter = merge(marks(entries("1", "2")), entries("1"), entries("một", "hai"), set())
    assert [entry["value"] for entry in shorter.body[0]["value"]] == ["một"]


@pytest.fixture
def pair(make_article, people):
    source = make_article(body=[paragraph(ident, f"Paragraph {ident} of the source.") for ident in ("p1", "p2", "p3")])
    target = translate_into(story=source.story, language="vi", by=people["translator"])
    words = {ident: f"<p>Đoạn {ident}.</p>" for ident in ("p1", "p2", "p3")}
    write(article=target, words=words, by=people["translator"])
    return source, target


def reorder(source: Article, *body: dict) -> None:
    version = source.newest()
    known = {block["id"]: block for block in version.raw_body()}
    version.body = [known.get(block["id"], block) for block in body]
    version.save_revision()


def ids(article: Article) -> list[str]:
    return [block["id"] for block in article.newest().raw_body()]


@pytest.mark.django_db
def test_followed_with_one_action_and_taken_back(pair, people):
    """One action takes over gained, moved and lost blocks and keeps added ones; one more takes that back."""
    source, target = pair
    own = add_block(
        article=target,
        after="p2",
        kind="paragraph",
        value="Chú thích.",
        reason="Explains it here.",
        by=people["editor"],
    )
    before = target.newest().raw_body()
    reorder(source, *blocks("p3", "p9", "p2"))
    version = target.newest()
    proposal = proposed(version, source_of(version))
    assert (proposal.merge.gained, proposal.merge.lost, proposal.merge.moved) == (["p9"], ["p1"], ["p3"])
    with pytest.raises(TranslationRefused, match="Look again"):
        follow_source(article=target, by=people["translator"], expected="something else")
    follow_source(article=target, by=people["translator"], expected=proposal.fingerprint)
    assert ids(target) == ["p3", "p9", "p2", own]
    assert {view.key: view.state for view in units(target.newest()) if view.block} == {
        "p3": "translated", "p9": "untranslated", "p2": "translated",
    }  # fmt: skip
    assert may_undo(target.newest(), Base.objects.get(article=target))
    undo_follow(article=target, by=people["translator"])
    assert target.newest().raw_body() == before
    assert {view.state for view in units(target.newest()) if view.key in {"p2", "p3"}} == {"translated"}
    assert proposed(target.newest(), source_of(target)).merge.lost == ["p1"], "it is proposed again"


@pytest.mark.django_db
def test_nothing_written_since_is_undone(pair, people):
    """Once somebody has written on, following is not taken back any more."""
    source, target = pair
    reorder(source, *blocks("p1", "p2"))
    follow_source(article=target, by=people["translator"])
    write(article=target, words={"p1": "Khác."}, by=people["translator"])
    assert not may_undo(target.newest(), Base.objects.get(article=target))
    with pytest.raises(TranslationRefused):
        undo_follow(article=target, by=people["translator"])
    with pytest.raises(TranslationRefused):
        follow_source(article=target, by=people["translator"])
    assert ids(target) == ["p1", "p2"]


@pytest.mark.django_db
def test_a_block_taken_out_comes_back_with_its_words(pair, people):
    """A block that went missing in the editor comes back with the words it had; one left out for a reason does not."""
    _, target = pair
    version = target.newest()
    version.body = [block for block in version.raw_body() if block["id"] != "p2"]
    version.save_revision(user=people["reporter"])
    leave_out(article=target, place="p3", reason="Of no use to readers here.", by=people["editor"])
    follow_source(article=target, by=people["editor"])
    assert ids(target) == ["p1", "p2"]
    assert {view.key: view.target for view in units(target.newest())}["p2"] == "Đoạn p2."


@pytest.mark.parametrize(
    ("before", "after", "gone", "new"),
    [
        ("The pier is open.", "The pier is not open.", [], ["not "]),
        ("新码头星期一启用。", "新码头星期二启用。", ["一"], ["二"]),
        ("Bến tàu mở cửa.", "Bến tàu đóng cửa.", ["mở"], ["đóng"]),
        ("one two three", "uno dos three", ["one two"], ["uno dos"]),
        ("", "new", [], ["new"]),
        ("same", "same", [], []),
        ("a " * 5000, "b " * 5000, ["a " * 5000], ["b " * 5000]),
    ],
)
def test_differences(before, after, gone, new):
    """Changes are marked by words, in Chinese by characters; both texts can be read back from the runs."""
    runs = differences(before, after)
    assert [run.text for run in runs if run.kind == "gone"] == gone
    assert [run.text for run in runs if run.kind == "new"] == new
    assert "".join(run.text for run in runs if run.kind != "new") == before
    assert "".join(run.text for run in runs if run.kind != "gone") == after
