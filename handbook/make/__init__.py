"""What trainers make of the sources: handouts, quizzes, case discussions.

Each is a paper (handbook/export/sheet.py) of verified quotations between fixed words; the fixed
words are data in prompts/.
"""
