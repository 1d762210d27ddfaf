"""What people decided about findings."""

from tintuc.integrity.models.waiver import Waiver

__all__ = ["Waiver"]
