"""The state of every translated passage, the termbase and the memory."""

from tintuc.translation.models.memory import MemoryUnit, Posting
from tintuc.translation.models.term import Concept, Term
from tintuc.translation.models.unit import MinorEdit, PastUnit, Unit
from tintuc.translation.models.unit_source import Base, Told
from tintuc.translation.models.unit_talk import Claim, Comment

__all__ = [
    "Base",
    "Claim",
    "Comment",
    "Concept",
    "MemoryUnit",
    "MinorEdit",
    "PastUnit",
    "Posting",
    "Term",
    "Told",
    "Unit",
]
