"""What taking a file in would do, passage by passage, before anything is done; every problem is named at its place."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from tintuc.stories.models import Article

#: What becomes of a passage.
TAKE, TAKE_STALE, CONFIRM, SAME, KEEP, EMPTY, REFUSE, MISSING = (
    "take",
    "take as stale",
    "confirm",
    "same",
    "keep",
    "empty",
    "refuse",
    "missing",
)
#: What changes the article.
ACTS = frozenset({TAKE, TAKE_STALE, CONFIRM})


@dataclass(frozen=True)
class Problem:
    """Something a person should know, in a sentence."""

    code: str
    says: str


@dataclass
class Line:
    """One passage: what it is now, what the file has for it, and what would become of it."""

    key: str
    kind: str
    part: str
    source: str
    before: str = ""
    after: str = ""
    verdict: str = MISSING
    problems: list[Problem] = field(default_factory=list)
    equal: bool = False  #: whether the file's words are the source's again; a name or a number may be
    value: str = ""  #: as it would be stored
    source_digest: str = ""  #: of the words it was made from
    source_text: str = ""
    place: str = ""  #: id of its block, or its field: what comments hang on
    said: list[str] = field(default_factory=list)  #: what the agency writes about it

    def refuse(self, code: str, says: str) -> None:
        """Leave the passage as it is, and say why."""
        self.verdict = REFUSE
        self.tell(code, says)

    def tell(self, code: str, says: str) -> None:
        """Say something about the passage."""
        self.problems.append(Problem(code, says))


@dataclass
class Plan:
    """What would happen, whole."""

    article: Article
    format: str = ""
    refused: str = ""  #: why nothing at all may be taken in; empty if something may
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    fingerprint: str = ""  #: the same only while file, article and source are

    @property
    def acts(self) -> list[Line]:
        """The passages that would change."""
        return [] if self.refused else [line for line in self.lines if line.verdict in ACTS]

    @property
    def said(self) -> list[Line]:
        """The passages about which the agency writes something that is not here yet."""
        return [] if self.refused else [line for line in self.lines if line.said]

    @property
    def codes(self) -> list[str]:
        """Every problem's code, for machines."""
        return [problem.code for problem in self.problems] + [p.code for line in self.lines for p in line.problems]

    def count(self) -> dict[str, int]:
        """How many passages there are of each verdict."""
        return dict(Counter(line.verdict for line in self.lines))
