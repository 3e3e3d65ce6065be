"""Evaluation runs as they are kept: ``eval`` writes them, the pages read them."""
