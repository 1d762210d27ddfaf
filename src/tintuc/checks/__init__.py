"""The catalogue of checks and the engine that runs it. Plain Python: no Django here."""
