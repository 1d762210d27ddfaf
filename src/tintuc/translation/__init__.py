"""A story crosses languages: people, memory, termbase and machine; the source beside it, staleness by hash."""
