"""The state of every translated passage, how far each language has come, the termbase, the memory and machines."""

from tintuc.translation.models.assignment import Assignment
from tintuc.translation.models.engine import (
    Drafting,
    EngineAllowance,
    EngineChoice,
    EngineHealth,
    EngineUse,
    MachineDraft,
)
from tintuc.translation.models.memory import MemoryUnit, Posting
from tintuc.translation.models.progress import NEVER, RANKS, Progress, Stage
from tintuc.translation.models.term import Concept, Term
from tintuc.translation.models.unit import MinorEdit, PastUnit, Unit
from tintuc.translation.models.unit_source import Base, Told
from tintuc.translation.models.unit_talk import Claim, Comment
from tintuc.translation.models.working_languages import WorkingLanguages

__all__ = [
    "NEVER",
    "RANKS",
    "Assignment",
    "Base",
    "Claim",
    "Comment",
    "Concept",
    "Drafting",
    "EngineAllowance",
    "EngineChoice",
    "EngineHealth",
    "EngineUse",
    "MachineDraft",
    "MemoryUnit",
    "MinorEdit",
    "PastUnit",
    "Posting",
    "Progress",
    "Stage",
    "Term",
    "Told",
    "Unit",
    "WorkingLanguages",
]
