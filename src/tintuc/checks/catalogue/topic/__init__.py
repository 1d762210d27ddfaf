"""What the article is about."""
