"""Places that a translation must keep."""
