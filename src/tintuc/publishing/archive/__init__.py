"""An archive comes in: articles that were public elsewhere, a line of JSON each."""
