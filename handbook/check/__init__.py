"""Statements of a deck or a text held against the corpus. ``run.check_lines`` is the way in."""
