"""What is baked and has to be baked, what is planned to go out, what was released when or came with an archive."""

from tintuc.publishing.models.archived import Archived
from tintuc.publishing.models.baked_file import BakedFile
from tintuc.publishing.models.mark import Mark
from tintuc.publishing.models.neighbour import Neighbour
from tintuc.publishing.models.plan import Plan, PlanLine
from tintuc.publishing.models.stale import Stale
from tintuc.publishing.models.tally import Tally

__all__ = ["Archived", "BakedFile", "Mark", "Neighbour", "Plan", "PlanLine", "Stale", "Tally"]
