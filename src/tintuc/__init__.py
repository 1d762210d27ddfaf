"""Tintuc: a news centre for networks of sites in many languages."""
