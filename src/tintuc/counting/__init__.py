"""Readers counted honestly, and heat worked out from the counts."""
