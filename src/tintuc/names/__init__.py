"""Who is who and where is where: one entry a person or place, its form in every language."""
