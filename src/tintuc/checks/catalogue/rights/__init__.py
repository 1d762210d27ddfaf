"""Where it comes from, and under what terms."""
