"""Facts about languages and text: scripts, sentences, quotes, numbers, dates, names. Plain Python, tables in TOML."""
