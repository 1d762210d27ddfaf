"""Whose words are whose."""
