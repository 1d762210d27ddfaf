"""The story: its articles in every language, blocks, versions, releases, corrections, contributors."""
