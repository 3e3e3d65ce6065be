"""The sections of an edition as a tree of headings, for a list of contents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from handbook.sections import Section


@dataclass(slots=True)
class Branch:
    """A heading with the section below it, where it has text of its own, and further headings."""

    heading: str
    section: Section | None = None
    branches: list[Branch] = field(default_factory=list)


def heading_tree(sections: Sequence[Section]) -> list[Branch]:
    """The highest headings, in reading order."""
    root = Branch("")
    for section in sections:
        here = root
        for heading in section.headings or (section_name(section),):
            here = _below(here, heading, is_last=heading == section_name(section))
        here.section = section
    return root.branches


def section_name(section: Section) -> str:
    """What a section is called in a list: its heading, else what is in it."""
    if section.title:
        return section.title
    if section.questions:
        return f"Review questions, panel {section.panel}"
    return "Opening text" if section.number == 1 else "Text without a heading"


def _below(branch: Branch, heading: str, *, is_last: bool) -> Branch:
    """The branch of a heading: the one that is being filled, if it is of the same heading."""
    last = branch.branches[-1] if branch.branches else None
    if last and last.heading == heading and not (is_last and last.section):
        return last
    branch.branches.append(Branch(heading))
    return branch.branches[-1]
