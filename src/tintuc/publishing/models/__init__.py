"""What is baked, what it depends on, and what has to be baked again."""

from tintuc.publishing.models.baked_file import BakedFile
from tintuc.publishing.models.mark import Mark

__all__ = ["BakedFile", "Mark"]
