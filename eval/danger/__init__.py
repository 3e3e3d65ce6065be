"""Whether messages that tell of danger now are seen, and others left alone."""
