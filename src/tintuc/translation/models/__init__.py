"""The state of every translated passage."""

from tintuc.translation.models.unit import Unit

__all__ = ["Unit"]
