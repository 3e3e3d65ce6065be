"""Which lines of a deck are no statements that guidance could bear out, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from handbook.check.figure import tokens
from handbook.check.figures import figures
from handbook.check.records import Apart, Line
from handbook.text import content_words

_INSTRUCTION = re.compile(
    r"^(?:please |now |task:? |activity:? |exercise:? )*(?:discuss|reflect"
    r"|think (?:about|of|back)|write down|jot|in (?:pairs|threes|groups|your)"
    r"|work in|split into|get into|turn to|look at|watch|click|complete the|introduce yourself"
    r"|take (?:\w+ )?(?:minutes|a moment|a break)|feed ?back|pause"
    r"|stand up|find (?:a|some)|open the|let (?:people|them|everyone)|hands up"
    r"|ask (?:the (?:group|room|audience)|delegates|participants|everyone)"
    r"|hand ?out|show the|read (?:the|out|through)"
    r"|share (?:one|an example|your|with your)|spend|remind (?:the|people|them)|invite the"
    r"|see (?:the )?(?:handout|slide|workbook)|collect)\b"
    r"|\b(?:in pairs|on your tables?|(?:with|to) your neighbour|out loud|flip ?chart|post-it)\b",
    re.IGNORECASE,
)
_OPINION = re.compile(
    r"\b(?:i|we) (?:\w+ )?(?:think|believe|feel|find|love|hope|know how|suspect)\b"
    r"|\b(?:in|to) (?:my|our) (?:view|experience|opinion|mind)\b|\barguably\b|\bsadly\b"
    r"|^(?:honestly|frankly|personally),|^for me\b|\bmy (?:\w+ )?(?:hunch|guess|feeling|worry)\b"
    r"|\bthe (?:hardest|best|worst|most important) (?:part|thing)\b|\bnothing beats\b"
    r"|\bit (?:can|may|might) feel\b|\bfeels? (?:like|that|hard|daunting)\b"
    r"|\bamazing\b|\bbrilliant\b",
    re.IGNORECASE,
)
_AGENDA = re.compile(
    r"^\d{1,2}[.:]\d{2}\b|^(?:agenda|session|module|part|unit|day) ?\d*\b(?:[:–—-]|$)"
    r"|^(?:welcome|introductions?|tea|coffee|lunch|break|close|thank you|thanks|housekeeping"
    r"|comfort break|evaluation forms?|any questions)\b"
    r"|^(?:aims?|objectives?|learning outcomes?)\b"
    r"|^by the end of (?:this|the) (?:session|day|course)",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:must|should|shall|may|can|could|will|is|are|was|were|has|have|had|need|needs|ought|do"
    r"|does|needed|required|allowed|cannot|never|always)\b|n['’]t\b",
    re.IGNORECASE,
)
_FEWEST_WORDS = 4
"""A line without a verb of the usual kind or a figure is a statement only if it has so many words
that carry a topic: "Types of neglect" says nothing."""


_FEWEST_OF_A_SENTENCE = 3
"""The same of a sentence with its full stop, and of a table's row."""
_MOST_WORDS_TOGETHER = 30
"""A longer text is prose, of which each sentence is taken by itself."""


def set_apart(line: Line) -> Apart | None:
    """Why a line is no checkable statement; None where it is one."""
    text = line.text.strip()
    if text.endswith("?"):
        return Apart.QUESTION
    if line.kind == "heading":
        return Apart.HEADING
    if _AGENDA.search(text):
        return Apart.AGENDA
    if _INSTRUCTION.search(text):
        return Apart.INSTRUCTION
    if _OPINION.search(text):
        return Apart.OPINION
    if text.endswith(":") or not _says_something(line):
        return Apart.NO_STATEMENT
    return None


def is_one_statement(line: Line, sentences: Sequence[str]) -> bool:
    """Whether the sentences of a short text are one statement together, as in "Consent? None
    needed.": some are a question or say nothing alone, at most one is a statement without the
    others, and the whole is set apart only where each of them is."""
    if len(sentences) < 2 or len(line.text.split()) > _MOST_WORDS_TOGETHER:
        return False
    why = [set_apart(replace(line, text=text)) for text in sentences]
    leans = Apart.QUESTION in why or Apart.NO_STATEMENT in why
    told = why.count(None)
    return leans and told <= 1 and (told == 0 or set_apart(line) is None)


def _says_something(line: Line) -> bool:
    text = line.text.strip()
    told = content_words(text)
    if not told:
        return False
    if len(told) >= _FEWEST_OF_A_SENTENCE and (line.kind == "row" or text.endswith(".")):
        return True
    return bool(figures(tokens(text)) or _VERB.search(text) or len(told) >= _FEWEST_WORDS)
