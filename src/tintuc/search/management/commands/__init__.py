"""Commands of this room, for ``tintuc manage``."""
