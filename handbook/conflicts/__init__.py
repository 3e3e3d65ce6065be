"""Passages in force that disagree with each other, for whoever keeps the corpus."""
