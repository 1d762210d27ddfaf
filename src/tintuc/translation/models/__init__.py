"""The state of every translated passage, the termbase and the memory."""

from tintuc.translation.models.memory import MemoryUnit, Posting
from tintuc.translation.models.term import Concept, Term
from tintuc.translation.models.unit import Unit

__all__ = ["Concept", "MemoryUnit", "Posting", "Term", "Unit"]
