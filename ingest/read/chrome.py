"""What on a web page is not its text: menus, banners, stamps, and words that nobody can see.

All lists are data: a new generation of a site is met by a line here. Names are compared whole, so
that a section named "header-section" is not taken for the page's header.
"""

from __future__ import annotations

import re

from ingest.read.markup import Element

_TAGS = frozenset(
    "script style noscript nav header footer aside form template svg iframe dialog button select"
    " textarea head xmp noembed noframes".split()
)
_ROLES = frozenset(
    "navigation banner contentinfo search complementary dialog alertdialog menu menubar"
    " doc-backlink".split()
)
_NAMES = frozenset(
    "nav navbar navigation menu topmenu sidemenu leftmenu mainmenu sitemenu sidebar side-bar"
    " leftcol left-nav leftnav topnav header site-header page-header masthead banner footer"
    " site-footer page-footer pagefooter toolbar breadcrumb breadcrumbs crumb crumbs cookie"
    " cookies cookie-bar cookie-banner cookiebar cookie-notice cookie-consent skip skiplink"
    " skip-link skiplinks skip-nav search searchbox search-form pagination pager share sharing"
    " social social-media share-links toc contents-list contentslist print-link printlink"
    " backtotop back-to-top top-of-page topofpage textsize text-size fontsize switcher feedback"
    " logo govuk-breadcrumbs govuk-skip-link govuk-footer govuk-header govuk-cookie-banner"
    " govuk-pagination govuk-phase-banner govuk-back-link gem-c-contents-list gem-c-breadcrumbs"
    " gem-c-feedback gem-c-print-link gem-c-share-links gem-c-related-navigation gem-c-metadata"
    " gem-c-contextual-sidebar gem-c-pagination gem-c-document-list"
    " footnote-backref reversefootnote".split()
)
_MAIN_NAMES = (
    "main",
    "main-content",
    "maincontent",
    "content",
    "page-content",
    "pagecontent",
    "contentarea",
    "chapter",
    "chapter-content",
)
_PHRASES = re.compile(
    r"(\[?\s*((back to |return to )?top( of (the )?page)?"
    r"|skip to (main )?(content|navigation))\s*\]?"
    r"|company logo|end of chapter|view working together|print"
    r"|(print|view a printable version of) (this|the) (page|chapter|(whole )?guide)"
    r"|printable version|show amendments|hide amendments|please select a partnership"
    r"|view this (web ?site|page) (with|in) (small|medium|large|normal|larger|smaller) text"
    r"( ?[|/,]? ?(small|medium|large|normal|larger|smaller)( text)?)*"
    r"|(this (web ?)?site is )?best viewed (in|with|using) .{0,60}|caption: contents( table)?"
    r"|(this page is |page )?correct as printed on.{0,60}|printed (on|from) .{0,80}"
    r"|(close|open) menu|menu|search|home|accept (all )?cookies|is this page useful\??)\.?",
    re.IGNORECASE,
)
_LABEL_OF_CONTENTS = re.compile(
    r"(table of )?contents( list)?( of this (page|chapter))?|in this (chapter|section)"
    r"|on this page",
    re.IGNORECASE,
)
_INVISIBLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(hidden|collapse)|opacity\s*:\s*0(\.0+)?\s*(;|$|!)"
    r"|transform\s*:\s*scale\(\s*0(\.0+)?\s*[,)]|clip\s*:\s*rect\(\s*0",
    re.IGNORECASE,
)
_TINY = re.compile(
    r"font-size\s*:\s*(0(px|pt|r?em|%)?\s*(?=[;!]|$)|[0-3](\.\d+)?\s*(px|pt)\b"
    r"|0?\.[0-2]\d*\s*r?em\b)",
    re.IGNORECASE,
)
_OUTSIDE = re.compile(r"(left|top|text-indent|right)\s*:\s*-\d{4,}", re.IGNORECASE)
_WHITE = re.compile(
    r"(?<![-\w])color\s*:\s*(white|#fff(fff)?\b|rgba?\(\s*255\s*,\s*255\s*,\s*255\b|transparent)",
    re.IGNORECASE,
)
_BACKGROUND = re.compile(r"background(-color|-image)?\s*:\s*(?!none|transparent|white|#fff)", re.I)
_SIMPLE = re.compile(r"[.#]?[\w-]+")
_STRUCK = frozenset(("del", "s", "strike"))
_NOTES = frozenset(("footnotes", "endnotes", "doc-endnotes", "doc-footnote"))
_FOR_SCREEN_READERS = frozenset(
    "visually-hidden visuallyhidden govuk-visually-hidden sr-only screen-reader-text".split()
)

Styles = dict[str, str]
"""The declarations of the page's own style sheet for each simple selector (".note", "#x", "p")."""


def is_chrome(element: Element) -> bool:
    """Whether the element calls itself a frame of the page instead of its text."""
    if opens_section(element):
        return False
    return (
        element.tag in _TAGS
        or element.attributes.get("role", "").lower() in _ROLES
        or bool(_NAMES.intersection(element.names()))
    )


def opens_section(element: Element) -> bool:
    """A button that unfolds a section carries its heading: it is told by what it controls."""
    return element.tag == "button" and "aria-expanded" in element.attributes


def holds_notes(element: Element) -> bool:
    """Whether the element holds footnotes."""
    names = (element.attributes.get("role", "").lower(), *element.names())
    return bool(_NOTES.intersection(names))


def rank_as_main(element: Element) -> int:
    """How strongly an element says that it holds the page's text; 0 where it does not."""
    if element.tag == "main" or element.attributes.get("role", "").lower() == "main":
        return 3
    if element.tag == "article":
        return 2
    return int(any(name in _MAIN_NAMES for name in element.names()))


def is_chrome_phrase(text: str) -> bool:
    """Whether a whole line is a stamp or a control ("Top of page", "correct as printed on …")."""
    return len(text) <= 120 and bool(_PHRASES.fullmatch(text.strip()))


def is_contents_label(text: str) -> bool:
    """Whether a line heads the page's own list of its sections."""
    return bool(_LABEL_OF_CONTENTS.fullmatch(text.strip().rstrip(":")))


def read_styles(sheet: str) -> Styles:
    """The rules of a style sheet that name one tag, class or id; rules for print are left out."""
    styles: Styles = {}
    depth = 0
    for part in sheet.split("}"):
        opened = part.count("{")
        selectors, _, declarations = part.partition("{")
        if depth == 0 and opened == 1:
            for selector in selectors.rpartition("*/")[2].split(","):
                name = selector.strip().lower()
                if _SIMPLE.fullmatch(name):
                    styles[name] = f"{styles.get(name, '')};{declarations}"
        depth = max(0, depth + opened - 1)
    return styles


def why_hidden(element: Element, styles: Styles, on_background: bool) -> str | None:
    """Why a reader cannot see the element ("white", "tiny" …), or None where it is seen.

    ``on_background`` says that some element around it is coloured: white text shows there.
    """
    facts = element.attributes
    style = _style(element, styles)
    if "hidden" in facts or facts.get("aria-hidden", "").lower() == "true":
        return "hidden by the file"
    if _INVISIBLE.search(style) or _FOR_SCREEN_READERS.intersection(element.names()):
        return "hidden by the file"
    if element.tag in _STRUCK or "line-through" in style.lower():
        return "struck out"
    if _TINY.search(style):
        return "tiny"
    if _OUTSIDE.search(style):
        return "off the page"
    white = _WHITE.search(style) or facts.get("color", "").lower() in ("white", "#ffffff")
    return "white" if white and not on_background and not has_background(element, styles) else None


def has_background(element: Element, styles: Styles) -> bool:
    """Whether the element is coloured, so that white text shows on it."""
    return "bgcolor" in element.attributes or bool(_BACKGROUND.search(_style(element, styles)))


def _style(element: Element, styles: Styles) -> str:
    if not styles:
        return element.attributes.get("style", "")
    names = [element.tag, *(f".{n}" for n in element.attributes.get("class", "").lower().split())]
    names.append("#" + element.attributes.get("id", "").lower())
    sheet = (styles[n] for n in names if n in styles)
    return ";".join((*sheet, element.attributes.get("style", "")))
