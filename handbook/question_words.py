"""How a question opens in English, told from a clause that merely begins with the same word.

"When is it held" asks, "when parents refuse" does not; neither do the "who" of "a boy, who is
twelve, ..." and the "is" of "he fell and is mending".
"""

from __future__ import annotations

import re

AUXILIARY = (
    r"(?:is|are|was|were|do|does|did|should|shall|must|can|could|may|might|will|would|has|have|had)"
    r"\b(?!['’]?t\b)"
)
_BARE = (
    r"(?:(?:by|from|until|to|with|for|at|after) )?"
    r"(?:who|whom|what|when|where|why|which|how(?: (?:often|long|soon|many|much|quickly|fast))?)"
)
_JOINED = r"(?:\s*[,/&]\s*(?:and |or )?|\s+(?:and|or)\s+)"
_PRONOUN = r"(?:i|we|you|he|she|it|they|there|this|that|these|those|any\w*|some\w*|every\w*)"
_OWNED = r"(?:the|my|our|your|his|her|their|its|all|both|either|each)"
_SEVERAL = r"(?!always|perhaps|sometimes|besides|does|was|has)\w+[^s\W]s"
_VERBLESS = rf"(?=\W*$|\s+{AUXILIARY}|\s+to\b|{_JOINED}{_BARE}\b)"
_INVERTED = (
    rf"(?:(?:should|shall|must|can|could|may|might|will|would|do|did)(?:n['’]?t)?"
    rf" (?:{_PRONOUN}|{_OWNED}|an?|{_SEVERAL})\b"
    rf"|(?:is|are|was|were)(?:n['’]?t)? (?:{_PRONOUN}|{_OWNED}|{_SEVERAL})\b"
    r"|(?:has|have|had)(?:n['’]?t)? (?:i|we|you|he|she|it|they|there)\b"
    r"|does(?:n['’]?t)? (?:\w+ ){1,3}(?:have|need|get|come|go|apply|attend|count|chair|decide|hold"
    r"|keep|take|make|send|write|know|include|cover|last|end|start|change|mean|happen|join)\b)"
)
_ASKING = (
    r"(?:(?:by|from|until|to|with|for|at|in|on|of|within|after|under|about) )?"
    r"(?:who(?:m|se|['’]?s)?\b"
    r"|what(?:['’]?s)?\b(?! (?:the|a|an|i|we|you|he|she|it|they)\b)"
    rf"|which\b(?! (?:the|i|we|you|he|she|it|they|means?|{AUXILIARY}))"
    r"|how (?:many|much|long|often|soon|quick(?:ly)?|fast|far|old|big|about|come)\b"
    rf"|(?:when|where|how|why)['’]?s\b|(?:when|where|how)\b{_VERBLESS}"
    rf"|why\b(?:{_VERBLESS}|(?= not\b)))"
)
_LEAD = (
    r"(?:[\W\d]*(?:\b(?:and|so|but|or|also|then|plus|ok|okay|please|if so|if not|if yes|if no)\b"
    r"[,:]?\s+)*)"
)
_OPENS = re.compile(rf"{_LEAD}\b(?:{_ASKING}|{_INVERTED})", re.IGNORECASE)
_OPENS_A_SENTENCE = re.compile(
    rf"{_LEAD}(?:(?:do|does|did|can|could|should|shall|must|may|will|would)(?:n['’]?t)? (?!not\b)\w"
    r"|(?:is|are|was|were|has|have)(?:n['’]?t)? (?!not\b)\w[^?]*\?)",
    re.IGNORECASE,
)
_ASKS = re.compile(rf"\b(?:{_ASKING})|^{_LEAD}{_INVERTED}|,\s*{_INVERTED}", re.IGNORECASE)
_ENDS_BARE = re.compile(rf"\b{_BARE}\W*$", re.IGNORECASE)
_OWN_CLAUSE = re.compile(rf"(?:who|what)\b(?!['’]?s\b)(?! {AUXILIARY})", re.IGNORECASE)
_PEOPLE = (
    r"\b(?:child|children|kids?|bab(?:y|ies)|boys?|girls?|lads?|pupils?|students?|people|persons?"
    r"|parents?|mothers?|fathers?|mums?|dads?|carers?|adults?|m[ae]n|wom[ae]n|famil(?:y|ies)|staff"
    r"|workers?|teachers?|professionals?|volunteers?|those|any(?:one|body)|some(?:one|body))"
)
_ENDS_WITH_PEOPLE = re.compile(rf"{_PEOPLE}$", re.IGNORECASE)
_TELLS_OF_PEOPLE = re.compile(rf"{_PEOPLE},? who\b", re.IGNORECASE)
_WHO = re.compile(rf"who\b(?! {AUXILIARY} {_PRONOUN}\b)", re.IGNORECASE)
JOINTS = re.compile(
    rf"(?P<mark>\s*[,;]\s*)(?:(?:and|or|also|then|so|but|plus)\s+)?(?={_ASKING})"
    rf"|\s*(?P<word>[,;]?\s+and|\s&)\s+(?:also\s+|then\s+)?(?={_ASKING}|{_INVERTED})",
    re.IGNORECASE,
)
"""Where a second question may begin inside a sentence: at a comma before a question word, or at
"and" before one or before a verb that asks."""


def opens(clause: str) -> bool:
    """Whether a question begins where this begins, but for an "and" or "so"."""
    return bool(_OPENS.match(clause))


def is_question(sentence: str) -> bool:
    """Whether a sentence asks; "she told me who was there." does not."""
    return (
        opens(sentence)
        or bool(_OPENS_A_SENTENCE.match(sentence))
        or (asks(sentence) and not sentence.rstrip().endswith("."))
    )


def asks(clause: str) -> bool:
    """Whether a question stands anywhere in this."""
    return bool(_ASKS.search(clause))


def share_a_clause(before: str, after: str) -> bool:
    """Whether what stands on both sides of a joint is one question: "when | and how often are they
    held". "When | and who chairs" is two, for "who chairs" says something by itself."""
    return bool(_ENDS_BARE.search(before)) and not _OWN_CLAUSE.match(after)


def is_relative(before: str, joint: str, after: str) -> bool:
    """Whether the "who" that follows tells of people who were named, and asks nothing: "a boy, who
    is twelve, attends" and "those who are missing and who are at risk"."""
    if not _WHO.match(after):
        return False
    if "," not in joint:
        return bool(_TELLS_OF_PEOPLE.search(before))
    _, closed, rest = after.partition(",")
    return bool(closed and _ENDS_WITH_PEOPLE.search(before) and not opens(rest.strip()))
