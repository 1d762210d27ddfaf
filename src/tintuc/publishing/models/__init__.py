"""What is baked, what it depends on, what has to be baked again, and what is planned to go out."""

from tintuc.publishing.models.baked_file import BakedFile
from tintuc.publishing.models.mark import Mark
from tintuc.publishing.models.plan import Plan, PlanLine

__all__ = ["BakedFile", "Mark", "Plan", "PlanLine"]
