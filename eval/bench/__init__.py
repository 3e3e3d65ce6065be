"""``make bench``: this project beside others and beside what its parts cost alone (decision 27)."""
