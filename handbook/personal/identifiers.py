"""Identifiers that have a form: numbers, dates of birth, addresses and postcodes.

What counts first stands first: where two forms meet, the earlier one names the kind. Telephone
numbers of organisations (0800, 0808 and 03) are nobody's and stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.personal.checks import is_nhs_number, is_pupil_number
from handbook.personal.found import Found

EMAIL = "e-mail address"
NATIONAL_INSURANCE = "National Insurance number"
PUPIL = "unique pupil number"
NHS = "NHS number"
TELEPHONE = "telephone number"
BIRTH = "date of birth"
POSTCODE = "postcode"
ADDRESS = "address"
CASE = "case number"

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_NUMERIC = r"\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?(?:(?:19|20)\d{2}|\d{2})"
_ISO = r"(?:19|20)\d{2}-\d{1,2}-\d{1,2}"
_WRITTEN = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)?[ \-]{_MONTH},?(?:[ \-](?:19|20)?\d{{2}}\b)?"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,?(?: (?:19|20)\d{{2}}\b)?)"
)
_DATE = rf"(?:{_NUMERIC}|{_ISO}|{_WRITTEN})"
_BORN = (
    r"(?:\bd\.?\s?o\.?\s?b\b\.?|\bborn(?: on)?(?: the)?|\bdate of birth|\bbirth ?da(?:y|te)|\bb\.)"
    r"(?:\s*(?:is|was|are|=|[:\-–,(]))*\s*"
)
_EVENT = (
    r"\b(?:conference|meeting|discussion|strategy|referr\w+|received|visit\w*|today|group|icpc|rcpc"
    r"|review\w*|held|enquir\w+|edition|version|chapter|section|paragraph|part|annex|appendix"
    r"|updated|published|force|from|since|before|after|until|by|due|deadline|beg[aiu]n|begins|plan"
    r"|days?|weeks?|made|agreed|moved|happened|started|opened|sent|dated|between|hearing|counted"
    r"|as (?:at|of))\b"
)
_HAPPENED = re.compile(rf"{_EVENT}[^.?!]{{0,25}}$", re.IGNORECASE)
_HAPPENS = re.compile(rf"[^.?!]{{0,25}}{_EVENT}", re.IGNORECASE)
_ON = re.compile(r"\b(?:on|the|of) $", re.IGNORECASE)
_NEAR = 60

_AREAS = (
    "AB|AL|B|BA|BB|BD|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|E"
    "|EC|EH|EN|EX|FK|FY|G|GL|GU|GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|L|LA|LD|LE"
    "|LL|LN|LS|LU|M|ME|MK|ML|N|NE|NG|NN|NP|NR|NW|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|S|SA|SE|SG|SK|SL"
    "|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|W|WA|WC|WD|WF|WN|WR|WS|WV|YO|ZE"
)
_STREETS = (
    r"road|rd|street|st|lane|ln|avenue|ave|av|crescent|cres|terrace|terr?|drive|grove|gardens|gdns"
)
_STREETS_IN_CAPITALS = (
    rf"(?:{_STREETS}|close|cl|court|ct|way|place|pl|walk|mews|view|mount|row|square|sq|park|green"
    r"|hill|rise|fold|croft|gate|parade|villas?|dr|bank|side|garth|house|towers?|heights|yard)"
)
_NUMBER = r"(?<![\w.,])(?:(?:flat|apartment|apt|unit|no\.?)\s?\d+[a-z]?,?\s+)*\d{1,4}[a-z]?,?\s+"
_NO_STREET = r"(?!(?:on|in|at|with|from|near|of|to|and|or|is|was|who)\b)"
_LIVES = (
    r"(?:lives?|living|lived|staying|stays|stayed|resides?|residing|moved|address(?: is)?"
    r"|home(?: is)?|house|flat|family)"
)
_LABEL = (
    r"\b(?:(?:case|file|record|client|person|pupil|patient|hospital|crime|incident|log|court"
    r"|referral|mosaic|lcs|liquid ?logic|system ?one|systmone|emis|cpoms|cafcass|family|child|swift"
    r"|care ?first|police|niche|custody|passport|visa|home office|ho|licen[cs]e|benefit|nass)"
    r"[ \-]?(?:id|ids|no|nos|num|number|ref|reference|urn|identifier)?"
    r"|id|ref|reference|urn|uprn|our ref|your ref)"
    r"\.?(?:\s*(?:no|number|is|was)\b\.?)*\s*[:#=]?\s*#?\s*"
)
_CODE = r"(?=[A-Z0-9/\-]*\d[A-Z0-9/\-]*\d[A-Z0-9/\-]*\d)[A-Z0-9]+(?:[/\-][A-Z0-9]+)*\b"
_YEAR = re.compile(r"(?:19|20)\d{2}(?:[/\-](?:\d{2}|(?:19|20)\d{2}))?")

_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (EMAIL, r"(?<![\w.+'\-])[\w.+'\-]{1,64}\s?@\s?[\w\-]+(?:\s?\.\s?[a-z]\w+)+\b"),
        (
            EMAIL,
            r"(?<![\w.+\-])[\w.+\-]{1,64} ?[(\[]?\bat\b[)\]]? ?\w[\w\-]*(?: (?:dot )?\w+)??"
            r" dot (?:co dot uk|\w{2,4})\b",
        ),
        (
            NATIONAL_INSURANCE,
            r"\b[a-z]{2}[ \-]?\d{2}[ \-]?\d{2}[ \-]?\d{2}[ \-]?[a-d]\b"
            r"|(?<=\bNI )[a-z]{2} ?\d{6}\b",
        ),
        (
            PUPIL,
            r"\bupn(?:\s*(?:no|number|is|was)\b\.?)*\s*[:#=\-]?\s*"
            r"(?P<it>[a-z][\d ]{11,14}[a-z\d]\b)",
        ),
        (
            NHS,
            r"\bnhs(?:\s*(?:no|num|number|is|was)\b\.?)*\s*[:#=\-]?\s*"
            r"(?P<it>\d{3}[ \-.]?\d{3}[ \-.]?\d{4})\b",
        ),
        (BIRTH, rf"{_BORN}(?P<it>{_DATE})"),
        (BIRTH, rf"{_BORN}(?:in )?(?P<it>(?:{_MONTH} )?(?:19|20)\d{{2}})\b(?!-)"),
        (BIRTH, rf"(?<!\w)\((?P<it>{_DATE})\)"),
        (
            TELEPHONE,
            r"(?<![\w+])(?:\+|00)\d{1,3}[ \-.]?(?:\(0\)[ \-.]?)?\d(?:[ \-.]?\d){7,11}(?!\d)",
        ),
        (TELEPHONE, r"(?<![\w/])\(?0(?!800|808|3)[1-9]\d{1,4}\)?(?:[ \-.]?\d){5,9}(?!\d)"),
        (
            TELEPHONE,
            r"\b(?:tel|telephone|phone|mob|mobile|landline|number)\b\.?"
            r"(?:\s*(?:no|number|is|was)\b\.?)*\s*[:=]?\s*"
            r"(?P<it>(?!0800|0808|03)\d(?:[ \-.]?\d){5,11})(?!\d)",
        ),
        (POSTCODE, rf"\b(?:{_AREAS})\d[a-z\d]?\s{{0,2}}\d[abd-hjlnp-uw-z]{{2}}\b|\bGIR 0AA\b"),
        (CASE, r"\b[A-Z]{2}\d{2}[CPFZ]\d{5}\b"),
        (CASE, rf"{_LABEL}(?P<it>{_CODE})"),
        (ADDRESS, rf"{_NUMBER}(?:{_NO_STREET}[a-z'’\-]+ ){{1,3}}(?:{_STREETS})\b\.?"),
        (
            ADDRESS,
            r"\b(?:flat|apartment|apt)\s?\d+[a-z]?,?\s+(?:[a-z]+\s){1,2}(?:house|court|towers?)\b",
        ),
        (
            ADDRESS,
            rf"\b{_LIVES} (?:at|on|in|to|of|is|=|:)? ?(?:the )?(?P<it>\d{{1,4}}[a-z]? (?!days?\b"
            r"|weeks?\b|months?\b|years?\b|hours?\b|working\b|miles?\b|minutes?\b|different\b"
            r"|nights?\b|wks?\b|mths?\b|yrs?\b|hrs?\b|mins?\b|times\b|other\b|children\b|adults?\b|separate\b|homes\b|houses\b|flats\b|rooms\b|bedrooms\b|schools\b|areas\b|places?\b|foster\b|of\b|and\b|or\b)"
            rf"[a-z'’\-]+(?: {_STREETS_IN_CAPITALS})?)\b",
        ),
    )
)
_IN_CAPITALS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        ADDRESS,
        re.compile(rf"{_NUMBER}(?:[A-Z][a-z'’\-]+ ){{1,3}}(?i:{_STREETS_IN_CAPITALS})\b"),
    ),
    (
        ADDRESS,
        re.compile(
            rf"\b(?i:{_LIVES}|house|flat|family|address) (?i:at|on|in|of|to|off|is) "
            rf"(?P<it>(?:[A-Z][a-z'’\-]+ ){{1,3}}(?i:{_STREETS_IN_CAPITALS}))\b"
        ),
    ),
)
_SECTION = re.compile(r"(?:1st|2nd|3rd|[04-9]th)$|^s17z[a-i]$|^s17Z[A-I]$")
_DATES = re.compile(rf"(?<![\w/.\-])(?:{_NUMERIC}|{_ISO})(?![\w/\-])")
_TEN_DIGITS = re.compile(r"(?<![\w)])\d{3}[ \-]?\d{3}[ \-]?\d{4}(?!\w)")
_ABROAD = re.compile(r"(?:\+|\b00)[\d ()]*[ \-]$")
_PUPIL = re.compile(r"\b[A-HJ-NP-RT-Z] ?\d(?: ?\d){10} ?[A-Z\d]\b", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"(?<![\w.,£/])(?!97[89]\d{10}\b)\d{7,}(?!\w)")
"""Seven digits or more that are no ISBN."""
_MIXED = re.compile(r"\b(?=[A-Z\d\-/]*\d{5})[A-Z]{1,5}[\-/]?\d{5,}(?:[\-/]\d+)*\b")


def identifiers(text: str) -> list[Found]:
    """The identifiers of a text, in order of their place."""
    taken: list[Found] = []
    for found in _all(text):
        if not any(found.meets(other) for other in taken):
            taken.append(found)
    return sorted(taken, key=lambda f: f.start)


def _all(text: str) -> Iterator[Found]:
    """What may be one, the surest form first."""
    if any(c.isdecimal() for c in text):
        yield from _checked(text)
    for kind, pattern in (*_FORMS, *_IN_CAPITALS):
        for match in pattern.finditer(text):
            start, end = match.span("it" if "it" in pattern.groupindex else 0)
            if not _is_procedure(kind, text[start:end]):
                yield Found(start, end, kind)
    for match in _DATES.finditer(text):
        if not _is_of_event(
            text[max(0, match.start() - _NEAR) : match.start()], text[match.end() :]
        ):
            yield Found(*match.span(), BIRTH)
    for pattern in (_LONG_NUMBER, _MIXED):
        for match in pattern.finditer(text):
            if not match[0].startswith(("0800", "0808", "03")):
                yield Found(*match.span(), CASE)


def _is_of_event(before: str, after: str) -> bool:
    """Whether a date stands among words of what is done, and so is no date of birth."""
    return bool(_HAPPENED.search(before) or (_ON.search(before) and _HAPPENS.match(after)))


def _checked(text: str) -> Iterator[Found]:
    """Numbers that their check digit or letter gives away without a label; and ten digits in
    the groups of an NHS number, which may be one mistyped."""
    for match in _PUPIL.finditer(text):
        if is_pupil_number(match[0]):
            yield Found(*match.span(), PUPIL)
    for match in _TEN_DIGITS.finditer(text):
        grouped = not match[0].isdecimal()
        abroad = match[0].startswith("0") or _ABROAD.search(text[: match.start()])
        if not abroad and (grouped or is_nhs_number(match[0])):
            yield Found(*match.span(), NHS)


def _is_procedure(kind: str, found: str) -> bool:
    """Whether what has the form of an identifier is a year, or a section of an Act with what
    follows it ("s47 1st" and "s17ZA" look like postcodes)."""
    if kind == POSTCODE:
        return bool(_SECTION.search(found))
    return kind == CASE and bool(_YEAR.fullmatch(found))
