"""What the panels of a briefing are for, told by their headings: a table, and how it is read.

The forms are those that published briefings print. A heading that ends in a question mark is not
thereby a panel of questions ("What were the concerns?"): the table alone decides.
"""

from __future__ import annotations

import re
from enum import StrEnum


class PanelRole(StrEnum):
    """What a panel of a briefing is for."""

    BACKGROUND = "background"
    INCIDENT = "incident"
    CONCERNS = "concerns"
    REVIEW = "review"
    FINDINGS = "findings"
    GOOD_PRACTICE = "good practice"
    LEARNING = "learning"
    WHAT_TO_DO = "what to do"
    RECOMMENDATIONS = "recommendations"
    QUESTIONS = "questions"
    RESOURCES = "resources"


_FORMS: tuple[tuple[PanelRole, str], ...] = (
    (
        PanelRole.REVIEW,
        r"the review( process)?|the review (addressed|considered|asked|looked at|examined).*"
        r"|questions? (that )?(the )?review.*|learning journey.*|what did we do"
        r"|why did (it|this) happen|terms of reference|(key )?lines of enquiry|about the review",
    ),
    (
        PanelRole.QUESTIONS,
        r"((reflective|key|discussion|team|supervision) )?questions?"
        r"( (to|for) .*| and (reflection|discussion)s?.*)?"
        r"|(points|issues|things|areas) (to|for) (consider|discuss|reflect|discussion"
        r"|consideration|reflection).*"
        r"|discussion( points| questions)?|reflective (prompts|exercise|points|practice)"
        r"|(for|time for|pause for) (reflection|discussion|thought)|reflection|reflect"
        r"|.*\bfurther discussion",
    ),
    (
        PanelRole.GOOD_PRACTICE,
        r"good practice.*|what worked well|what went well|what good practice did we find"
        r"|examples of good practice|strengths",
    ),
    (
        PanelRole.FINDINGS,
        r"(the |key |main |review )?findings|what (else )?did (we|the review) find"
        r"|issues identified|key issues|what was found|emerging themes|key themes",
    ),
    (
        PanelRole.LEARNING,
        r"(the |key |main |wider )?learning( points?| themes| from .*| includes)?( \d+)?"
        r"|key learning (points|themes)|lessons? (learn(t|ed)|to be learn(t|ed)|from .*)"
        r"|what can we learn|what have we learn(t|ed)|what did we learn|information",
    ),
    (
        PanelRole.WHAT_TO_DO,
        r"what (to do|can (you|we|i) do|should (you|we|i|practitioners) do|you can do)"
        r"( next| now| differently)?|what (next|now)|(key )?messages (for|to) .*"
        r"|how to enhance (your )?practice|implementing change|next steps|action(s)? for .*"
        r"|actions?|making a difference|implications for practice|what does this mean for .*",
    ),
    (
        PanelRole.RECOMMENDATIONS,
        r"(summary |key |the )?recommendations?( include)?|what needs to change",
    ),
    (
        PanelRole.RESOURCES,
        r"(useful |key |further )?resources( and .*)?|further (information|reading|support).*"
        r"|(useful |helpful )?links.*|where to find (out )?more.*|find out more|(useful )?contacts"
        r"|more information|useful information|keywords|references|tools( and resources)?",
    ),
    (
        PanelRole.CONCERNS,
        r"(what (were|are) )?(the )?(safeguarding |main |key )?concerns|safeguarding( issues)?"
        r"|why (it|this|does (it|this)) matters?|signs and indicators|what (to|should you) look"
        r"( out)? for|risks?( factors)?|indicators",
    ),
    (
        PanelRole.INCIDENT,
        r"(the )?(serious )?incident|what happened.*|the event|circumstances.*",
    ),
    (
        PanelRole.BACKGROUND,
        r"(the )?background( (to|of) .*)?|(case )?introduction|the case|(case )?summary"
        r"|case (overview|study)|who (is|was) .*|(the )?context|what (is|are) .*|about .*"
        r"|overview|family background|the (family|child).*|child [a-z]|baby [a-z]",
    ),
)
_PATTERNS = tuple((role, re.compile(form)) for role, form in _FORMS)
_NUMBER = re.compile(r"^\W*((panel|step|part|section)\s+)?(\d{1,2}\b[.):–-]?\s*)?[–:-]?\s*")
CONTINUED = re.compile(
    r"\s*[(\[]?(\bcont(in|inued|['’]?d|inuation)?\.?|\(\d\)|\[\d\])[)\]]?\s*$", re.IGNORECASE
)


def role_of(heading: str) -> PanelRole | None:
    """What a panel with this heading is for; None where the table does not know."""
    bare = bare_heading(heading)
    for role, pattern in _PATTERNS:
        if pattern.fullmatch(bare):
            return role
    return None


def bare_heading(heading: str) -> str:
    """A heading without its number, its mark of continuation and its punctuation."""
    lowered = _NUMBER.sub("", " ".join(heading.lower().split()), count=1)
    return CONTINUED.sub("", lowered).strip(" \t.:;?!…–-“”\"'’")
