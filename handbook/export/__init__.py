"""Answers and agendas as papers that are taken away: Word, PDF and Markdown.

compose → Sheet or Agenda → forms, which verifies every quotation again and only then calls a
writer. No other way leads to a writer.
"""
