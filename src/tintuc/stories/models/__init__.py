"""Stories, their articles, and what is recorded about them."""

from tintuc.stories.models.article import Article
from tintuc.stories.models.clearance import Clearance
from tintuc.stories.models.correction import Correction
from tintuc.stories.models.credit import Contributor, Credit
from tintuc.stories.models.photo import Photo, PhotoRendition
from tintuc.stories.models.placement import Placement
from tintuc.stories.models.release import Release
from tintuc.stories.models.rights import Licence, Provider
from tintuc.stories.models.story import Story

__all__ = [
    "Article",
    "Clearance",
    "Contributor",
    "Correction",
    "Credit",
    "Licence",
    "Photo",
    "PhotoRendition",
    "Placement",
    "Provider",
    "Release",
    "Story",
]
