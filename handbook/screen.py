"""What is looked at before anything is searched: danger, records, decisions.

Rules only, so that the lane works with no index and no model. They look for a threat or an acute
sign together with now, never for a topic alone: "what is the threshold for physical abuse" is a
question, "he is hitting her right now" is not.
"""

from __future__ import annotations

import re

from handbook.clauses import pieces, sentences
from handbook.turned_away import asks_for_decision as asks_for_decision
from handbook.turned_away import asks_to_evade as asks_to_evade

_NOW = (
    r"\b(now|right now|tonight|at the moment|currently|just (told|said|rang|called|phoned|texted)"
    r"|in front of me|with me|outside|on (his|her|their) way|this (minute|second))\b"
)
_THREAT = (
    r"\b(kill|kills|killed|killing|stab\w*|knife|gun|weapon|strangl\w+|chok\w+|attack\w*|rap(e|ing)"
    r"|beat(s|ing)? (him|her|them|me|up)|hit(s|ting)? (him|her|them|me)|hurt(s|ing)? (him|her|them)"
    r"|threaten\w*|abduct\w*|snatch\w*|locked (in|out|up)|end it|take the kids|at risk|in danger"
    r"|burn the house|set fire)\b"
)
_ACUTE = (
    r"\b(floppy|not breathing|stopped breathing|can'?t breathe|unconscious|unresponsive|fitting"
    r"|convuls\w+|overdos\w+|bleeding (heavily|badly|a lot)|blue lips|won'?t wake"
    r"|(is|are|feels?|feeling|being|actively) suicidal|suicidal (now|tonight|thoughts)"
    r"|kill (him|her|my|them)sel(f|ves)|wants to (die|end it)|going to (die|jump))\b"
)
_IS_NOW = re.compile(_NOW, re.IGNORECASE)
_DANGER = (
    re.compile(f"(?=.*{_THREAT})(?=.*{_NOW})", re.IGNORECASE | re.DOTALL),
    re.compile(_ACUTE, re.IGNORECASE),
    re.compile(r"\b(immediate|imminent) danger\b|\b(going|about|trying) to (kill|stab)\b", re.I),
)
_ABOUT_DANGER = re.compile(
    r"^\s*(what (is|does)|define|definition of|meaning of|policy on)\b", re.IGNORECASE
)
_LONG_AGO = re.compile(
    r"\b(?:(?:weeks|months|years|terms|summers) (?:ago|back)|a (?:month|year|term) ago"
    r"|last (?:month|year|term|spring|summer|autumn|winter|christmas|easter)|in (?:19|20)\d\d)\b",
    re.IGNORECASE,
)

_PAPERS = (
    r"(?:(?:the|my|our|these|his|her|their) )?(?:(?!to\b|the\b|for\b|with\b)[\w'’]+ ){0,2}?"
    r"(?:minutes|notes|report|records?|chronology|referral|case ?notes|assessment)"
)
_RECORD = re.compile(
    rf"\b(?:here(?: are| is|['’]s)|(?<!an )(?<!any )(?:pasted|attached)|(?:i|i['’]ll|let me) paste)"
    rf" {_PAPERS}\b"
    rf"|(?:^|[.?!;\n]\s*|\b(?:please|pls)\s+)see (?:(?:below|attached) {_PAPERS}\b|{_PAPERS}"
    r"(?: (?:below|attached|underneath)\b|[^.?!:\n]{0,40}[:\n]))",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"^\W*(?:(?:child|pupil|mother|father|parent)(?:'s|’s)? )?(?:name|dob|d\.o\.b|date of birth"
    r"|address|nhs(?: no| number)?|gender|ethnicity|school|gp|date|present|attend(?:ees|ance)"
    r"|apologies|allocated worker|social worker|case (?:no|number|note)|visit type|recorded by"
    r"|summary|actions?|reason for referral|siblings|telephone|religion|language)\b\.?\s*[:=|\t]",
    re.IGNORECASE | re.MULTILINE,
)
_ENTRY = re.compile(
    r"^\W*(?:\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}|\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8} \d{4})\b",
    re.MULTILINE,
)
_MOST_WORDS = 250
_MOST_WORDS_WITH_DETAILS = 120
_MOST_CHARACTERS = 4_000
_MOST_DETAILS = 6
_END = 1_500
_LINES = 3
"""So many fields or dated entries, a line each, make a record."""
_WORDS_A_DETAIL = 60
_WORDS_A_DETAIL_CROWDED = 25
"""So many words of material to a detail, or fewer, make a record of lines in the form of one, and
of any others."""
_ABUSE = re.compile(r"\b(fuck you|you (stupid|useless) (bot|machine|idiot))\b", re.IGNORECASE)


def ends(text: str) -> str:
    """The beginning and the end of a very long message; the whole of any other. What is pasted in
    is refused, and must not take long to be looked through for danger."""
    return text if len(text) <= 2 * _END else f"{text[:_END]}\n{text[-_END:]}"


def is_danger(text: str) -> bool:
    """Whether somebody seems to be in danger now, by rules alone. A clause about what was long ago
    does not count, and hides nothing that the others say."""
    now = " ".join(c for c in pieces(told(text)) if _IS_NOW.search(c) or not _LONG_AGO.search(c))
    return any(p.search(now) for p in _DANGER)


def told(text: str) -> str:
    """A message without the sentences that ask what something means or what a policy says."""
    return " ".join(s for s in sentences(text) if not _ABOUT_DANGER.search(s))


def is_record(text: str, details: int = 0) -> bool:
    """Whether a record was pasted instead of a question: by its length, its words, its lines, or
    the number of personal ``details`` in it."""
    count = len(text.split())
    return (
        count > _MOST_WORDS
        or len(text) > _MOST_CHARACTERS
        or details > _MOST_DETAILS
        or (details > 0 and count > _MOST_WORDS_WITH_DETAILS)
        or bool(_RECORD.search(text) and count > 12)
        or any(len(form.findall(text)) >= _LINES for form in (_FIELD, _ENTRY))
    )


def is_record_in_material(text: str, details: int) -> bool:
    """Whether material to be checked, which may be long, is a record: by how it begins, by its
    lines with details among them, or by how closely its ``details`` stand. Teaching material has
    forms, dates and a few names of examples, too."""
    count = len(text.split())
    lines = any(len(form.findall(text)) >= _LINES for form in (_FIELD, _ENTRY))
    return (
        bool(_RECORD.match(text.lstrip()) and count > 12)
        or (lines and details * _WORDS_A_DETAIL >= count and details > 0)
        or (details > _MOST_DETAILS and details * _WORDS_A_DETAIL_CROWDED >= count)
    )


def is_abuse(text: str) -> bool:
    """Whether the words are abuse and no question."""
    return bool(_ABUSE.search(text))


def is_turned_away(text: str) -> bool:
    """Whether a fixed reply is all that these words are given."""
    return is_abuse(text) or asks_to_evade(text) or asks_for_decision(text)
