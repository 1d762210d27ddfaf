"""The catalogue of checks and the engine that runs it. Plain Python: no Django here."""

from tintuc.checks.model import (
    Block,
    Check,
    Claim,
    Dossier,
    Find,
    Finding,
    Hidden,
    Level,
    Link,
    Name,
    Near,
    PageSection,
    Pass,
    Place,
    Served,
    Term,
)
from tintuc.checks.profile import Profile, ProfileError
from tintuc.checks.registry import CatalogueError, catalogue, rule_set
from tintuc.checks.runner import Report, Seen, run

__all__ = [
    "Block",
    "CatalogueError",
    "Check",
    "Claim",
    "Dossier",
    "Find",
    "Finding",
    "Hidden",
    "Level",
    "Link",
    "Name",
    "Near",
    "PageSection",
    "Pass",
    "Place",
    "Profile",
    "ProfileError",
    "Report",
    "Seen",
    "Served",
    "Term",
    "catalogue",
    "rule_set",
    "run",
]
