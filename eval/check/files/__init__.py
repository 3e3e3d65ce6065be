"""Real files made of the statements with known verdicts, and what the check's own door reads."""
