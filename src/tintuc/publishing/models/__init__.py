"""What is baked, what has to be baked again, what is planned to go out, and how much was released when."""

from tintuc.publishing.models.baked_file import BakedFile
from tintuc.publishing.models.mark import Mark
from tintuc.publishing.models.plan import Plan, PlanLine
from tintuc.publishing.models.tally import Tally

__all__ = ["BakedFile", "Mark", "Plan", "PlanLine", "Tally"]
