"""The read path: open a handbook, search it, ask it. Start reading at ``handbook/answer.py``."""
