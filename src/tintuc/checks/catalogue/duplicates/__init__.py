"""Copies of what the archive holds."""
