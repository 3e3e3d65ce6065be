"""What the handbook does not do: decide about a child, or help to keep clear of a duty.

Told by how it is put, not by its topic: "when can we end a child protection plan" asks for a rule,
"can we end his plan" for a decision.
"""

from __future__ import annotations

import re

_MY_MOVE = re.compile(
    r"\b(?:should|shall|do|can|could) (?:i|we) (?:just |now )?"
    r"(?:close|remove|return|step down|step (?P<them>him|her|them|this|the \w+) down|end|discharge"
    r"|take (?:him|her|them|the child)(?! (?:straight )?to (?:the |a |an )?(?:hospital|a ?& ?e|gp"
    r"|doctor|walk|clinic|paediatrician)))\b(?P<what>.*)",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\b(?:case|child|children|kids?|plan|him|her|them|baby|boy|girl|lad|pupil|famil(?:y|ies))\b"
    r"|['’]s\b",
    re.IGNORECASE,
)
_OF_ANY = re.compile(
    r"\s*(?:(?:down|from) )?(?:an?|any|every|each)\b(?! (?:plan|case) for (?:him|her|them))", re.I
)
_ASKS_FOR_A_RULE = re.compile(
    r"(?:\b(?:when|how|who|where|why|what|which|grounds|circumstances|conditions|point|age)"
    r"(?: \w+){0,3}\s*)$",
    re.IGNORECASE,
)
_OPINION = re.compile(r"\b(?:think|reckon|say|advise|feel|suggest|you)\b", re.IGNORECASE)
_YES_OR_NO = re.compile(r"\byes or no\b|\by/n\b", re.IGNORECASE)
_CHILD = (
    r"(?:child|children|kids?|bab(?:y|ies)|boys?|girls?|lads?|lass|pupils?|siblings?|toddlers?)"
)
_FACTS = re.compile(
    rf"\b(?:he|she|him|her|his|hers)\b|\b(?:this|that|these|those|my|our|your) (?:\w+ )?"
    rf"(?:{_CHILD}|famil(?:y|ies)|case|mother|father|mum|dad|parents?|plan)\b"
    rf"|\b(?:\d+|two|three|four|five|six) (?:\w+ )?{_CHILD}\b|\bthe facts\b|\[\w+ removed\]"
    r"|\bis (?:this|that|it) (?:\w+ )?(?:neglect|abuse|harm|safe|enough)\b"
    rf"|\b\d+ ?(?:m|mth|month|wk|week|y|yr|year)s?[- ]?(?:old|o)\b"
    r"|(?:^|[.!;,:]\s*)(?:mum|mam|dad|stepdad|mother|father|nan|granny|(?:the )?parents?)"
    r"(?! (?:must|should|can|may|has to|have to|needs? to|is allowed|are allowed))"
    r"(?:['’]s)? [\w'’]+",
    re.IGNORECASE,
)

_WITH_A_WISH = (
    r"(?:\bhow (?:do|can|could|would|should|might|to)|\b(?:can|could|shall|should|may) (?:i|we)\b"
    r"|\b(?:a |the best |any |what )?ways? (?:to|of|i|we|round)\b|\bwants?(?:ed)?\b"
    r"|\bneed(?:s|ed)? to"
    r"|\bhelp (?:me|us)\b|\btips?\b|\bideas?\b|\btricks?\b|\bplease\b|\bpls\b|\bi['’]d like\b"
    r"|\btrying to\b|\blet['’]?s\b|\bwe['’]?(?:ll| will| are going to)\b|\bi['’]?(?:ll| will)\b"
    r"|^\W*(?:word|write|hide|keep|leave|phrase|draft|delete|redact|reword|put|make|send|record)\b)"
    r"[^.?!\n]{0,120}?"
)
_AUTHORITIES = (
    r"(?:the )?(?:police|social (?:care|services|workers?)|lado|ofsted|mash|csc|local authority|la"
    r"|council|governors?|conference|safeguarding (?:lead|team)|dsl)"
)
_FAMILY = r"(?:the )?(?:parents?|mum|mam|dad|mother|father|family|carers?)"
_NEVER = r"(?:never|(?:do|does|wo|ca|would)n?['’]?t|cannot|(?:do|does|will|would) not)"
_LEARN = (
    r"(?:knows?|finds? (?:it |this |that )?out|hears? (?:of|about|it|this)|learns?|notices?"
    r"|realises?|suspects?|twigs?|gets? (?:told|wind|to (?:know|see|hear)|involved)"
    r"|(?:is|are|be|being) told|asks?|looks? into|investigates?|has to be told|have to be told"
    r"|(?:sees?|reads?) (?:(?:the|my|our|his|her|this|that|any|what|it) ?)?"
    r"(?:referral|report|minutes|records?|notes?|chronology|assessment|it|this|that|what|why"
    r"|concerns?|email|letter|part|bit|section)\b)"
)
_KEPT_SAFE = re.compile(
    r"\b(?:address|refuge|whereabouts|location|placement|hospital|where (?:s?he|they|the child|mum)"
    r" (?:is|are|lives?|live)|alone|safely|(?:speak|talk) (?:to|with)"
    r"|(?:interview|see) (?:mum|her|him|the child))\b",
    re.IGNORECASE,
)
_HIDES = re.compile(
    rf"{_WITH_A_WISH}\bso (?:that )?(?:{_AUTHORITIES}|{_FAMILY}) {_NEVER} (?:\w+ ){{0,2}}?{_LEARN}"
    rf"|{_WITH_A_WISH}\bwithout (?:{_AUTHORITIES}|any(?:one|body)(?: else)?)"
    r" (?:knowing|finding out|noticing|hearing)\b"
    rf"|{_WITH_A_WISH}\b(?:keep(?:ing)?|hid(?:e|ing)|conceal(?:ing)?) (?:it|this|that|the \w+)"
    rf" (?:away |quiet |hidden )?from {_AUTHORITIES}\b",
    re.IGNORECASE | re.MULTILINE,
)
_WHO_TOLD = re.compile(
    r"\W*(?:it (?:was|is|came)|it['’]?s me|who\b|that (?:i|it)\b"
    r"|(?:about )?my (?:name|identity)\b)",
    re.IGNORECASE,
)
_DODGES = re.compile(
    rf"{_WITH_A_WISH}\b(?:get(?:ting)? (?:out of|a?round|away without)|avoid(?:ing)?|dodg(?:e|ing)"
    r"|wriggl(?:e|ing) out of|skip(?:ping)?) (?:having to |ever )?"
    r"(?:report|referr?|tell)(?:ing)?\b"
    r"|\b(?:can|could|should|shall|how (?:do|can|could)) (?:i|we) (?:just )?back ?-?date\b",
    re.IGNORECASE | re.MULTILINE,
)


def asks_for_decision(text: str) -> bool:
    """Whether the handbook is asked to decide about a case. What holds of any case, or when and
    how something is done, is a rule and may be asked."""
    if _YES_OR_NO.search(text) and _FACTS.search(text):
        return True
    move = _MY_MOVE.search(text)
    if move is None or not (move["them"] or _ABOUT.search(move["what"])):
        return False
    if _OF_ANY.match(move["what"]) and not _FACTS.search(text):
        return False
    return not _is_led_by_a_question(text[: move.start()])


def _is_led_by_a_question(before: str) -> bool:
    """Whether a question word stands just before: "when" in "when can we end it", and none in
    "what do you think, can we end it"."""
    clause = re.split(r"[.?!;,:\n]", before)[-1]
    led = _ASKS_FOR_A_RULE.search(clause)
    return bool(led and not _OPINION.search(led[0]))


def asks_to_evade(text: str) -> bool:
    """Whether help is asked to keep clear of a duty: to hide something from those who are to know,
    or to get out of telling them. An address that is kept from somebody dangerous is no such
    thing, nor is a talk that he is not to hear, or the name of who told."""
    hides = _HIDES.search(text)
    if hides and not _KEPT_SAFE.search(hides[0]) and not _WHO_TOLD.match(text, hides.end()):
        return True
    return bool(_DODGES.search(text))
