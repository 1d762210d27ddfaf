"""Settings, URLs, the command line and the wiring. Nothing imports it."""
