"""A receipt in words: what ingestion saw of a file, and what is cause to look at it."""

from __future__ import annotations

from handbook.receipt import Receipt

MOST_NAMED = 5
"""Of dead links and missing paragraphs, so many are named and the rest counted."""
_PAGES = {
    "page": "Pages of the file",
    "slide": "Slides of the file",
    "section": "Sections in which the file was read",
    "": "Pages, slides or sections of the file",
}


def receipt_rows(receipt: Receipt) -> list[tuple[str, str]]:
    """What was counted, each with its name. What a format has not is left out."""
    asked = [("Panels", receipt.panels), ("Review questions", receipt.review_questions)]
    return [
        (_PAGES[receipt.page_kind], str(receipt.pages)),
        ("Of these with text", str(receipt.pages_with_text)),
        ("Headings", str(receipt.headings)),
        ("Passages", str(receipt.passages)),
        ("Numbered paragraphs", str(receipt.paragraphs)),
        ("Tables", str(receipt.tables)),
        *((name, str(count)) for name, count in asked if count),
        ("Cross-references", _of(receipt.references, receipt.unanswered_references, "unanswered")),
        ("Links", _of(receipt.links, receipt.links_dead, "leading nowhere")),
        ("Pieces of hidden text left out", str(receipt.hidden)),
        ("Characters that nobody sees, kept as read", str(receipt.unseen)),
        ("Words with look-alike letters, kept as read", str(receipt.look_alikes)),
        ("Comments left out", str(receipt.comments)),
        ("Words", str(receipt.words)),
        ("Words in no passage, heading or question", str(receipt.words_lost)),
        ("Passages that say the same as an earlier one", str(receipt.duplicates)),
    ]


def receipt_alarms(receipt: Receipt) -> list[str]:
    """What is cause to look at the file, in sentences."""
    found = list(receipt.warnings)
    if receipt.paragraph_gaps:
        found.append(f"Numbers of paragraphs that are missing: {_some(receipt.paragraph_gaps)}.")
    if receipt.unanswered_references:
        found.append(
            f"References to sections that were not found: {_some(receipt.unanswered_references)}."
        )
    if receipt.links_dead:
        found.append(f"Links that lead nowhere: {_some(receipt.links_dead)}.")
    if receipt.same_text_as:
        found.append(f"The same text stands in {_some(receipt.same_text_as)}.")
    return found


def receipt_summary(receipt: Receipt | None) -> str:
    """A receipt in one line."""
    if receipt is None:
        return "No receipt was kept."
    alarms = len(receipt_alarms(receipt))
    noted = "nothing to look at" if not alarms else f"{alarms} to look at"
    passages, words = _number(receipt.passages, "passage"), _number(receipt.words, "word")
    return f"{passages}, {words}, {noted}"


def _number(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _of(number: int, wrong: tuple[str, ...], what: str) -> str:
    return f"{number}, {len(wrong)} {what}" if wrong else str(number)


def _some(names: tuple[str, ...]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
