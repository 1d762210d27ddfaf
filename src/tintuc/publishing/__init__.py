"""Out it goes: gate, embargo, release, correct, withdraw; bakes pages."""
