"""Nothing left out, nothing left behind."""
