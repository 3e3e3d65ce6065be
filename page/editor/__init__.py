"""What the editor of the corpus does on the machine that serves the pages."""
