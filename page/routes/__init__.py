"""The addresses beside the Ask page, a module for each kind of page."""
