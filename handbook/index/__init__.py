"""Index editions: each a directory of its own, named by a pointer file when it is complete."""
