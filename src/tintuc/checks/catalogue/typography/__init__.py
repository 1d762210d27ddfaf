"""Marks in their places."""
