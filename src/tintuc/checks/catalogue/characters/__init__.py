"""Characters that are what they seem."""
