"""A corpus of which a part is for trainers and another for editors alone; and the same where what a
role may not read has never been."""

from __future__ import annotations

from pathlib import Path

from handbook.access.roles import Role

BELOW = (Role.READER, Role.TRAINER)
"""The roles that may not read all of it."""
MARKS = {
    Role.TRAINER: ("moonwort", "ottoline", "yvkd", "211 working", "157 0535", "1570535", "tarn"),
    Role.EDITOR: (
        "quillfeather",
        "zaphiro",
        "zqxp",
        "137 working",
        "157 0424",
        "1570424",
        "vellum",
        "amber",
    ),
}
"""What stands in the sources of a role, their titles and ids, and nowhere else. Lower case."""
HIDDEN = {Role.TRAINER: ("tarn",), Role.EDITOR: ("quillfeather-book", "amber")}
QUESTIONS = (
    "when must the first planning meeting be held",
    "Who chairs the planning meeting?",
    "quilfeather rules",  # one slip from a hidden word
    "moonwart visits and vellun",
    "which telephone number is for the planning helpline",
    "what is the vault ledger officer's number of working days?",
    "What questions does the RIVER review ask?",
    "questions about visits to children",
    "how often must a child be visited",
    "what did reviews say about planning meetings?",
    "who is Zaphira Thornback",
)
_VISIBLE = {
    "meetings.md": (
        "# Planning meetings\n\n## First meeting\n\n1.1 The first planning meeting must be held "
        "within ten working days of the referral.\n\n## Chair\n\n1.2 The team manager must chair "
        "the planning meeting.\n\n## Helpline\n\n1.3 The planning helpline is 0808 157 0101.\n"
    ),
    "visits.md": (
        "# Visits to children\n\n## How often\n\n2.1 A child must be visited every twenty working "
        "days.\n\n## Records\n\n2.2 Each visit must be written down within one working day. "
        "See [the book](book-of-rules.html).\n"
    ),
    "visits-old.md": (
        "# Visits to children\n\n## How often\n\n2.1 A child must be visited every thirty working "
        "days.\n"
    ),
    "river.md": (
        "# Learning from the RIVER review\n\n## Background\n\nRIVER was not seen at the planning "
        "meeting.\n\n## Questions to ask\n\n- Who visits the child before the planning meeting?\n"
    ),
}
_HIDDEN = {
    "quillfeather-old.md": (
        "# Quillfeather book\n\n## Planning meetings\n\n1.1 The quillfeather planning meeting must "
        "be held within ninety working days.\n"
    ),
    "quillfeather.md": (
        "# Quillfeather book\n\n## First planning meeting\n\n1.1 The first planning meeting about "
        "a Zaphiro Quillfeather visit must be held within 137 working days.\n\n## ZQXP\n\n1.2 The "
        "vellum officer must chair the planning meeting (ZQXP). Telephone 0808 157 0424.\n"
    ),
    "amber.md": (
        "# Learning from the AMBER review\n\n## Background\n\nAMBER was visited by Zaphiro every "
        "twenty days.\n\n## Questions to ask\n\n- Who visited with the vellum officer?\n"
    ),
    "tarn.md": (
        "# Learning from the TARN review\n\n## Background\n\nOttoline missed the planning meeting "
        "for 211 working days under YVKD rules. Telephone 0808 157 0535.\n\n## Questions to ask\n\n"
        "- Who reads the moonwort plan before a child is visited?\n"
    ),
    "lost.pdf": "This quillfeather file is no PDF.",
}
_SOURCES = """
[[source]]
id = "meetings"
title = "Planning meetings"
authority = "local procedure"
[[source.edition]]
effective = 2025-01-01
file = "meetings.md"

[[source]]
id = "visits"
title = "Visits to children"
authority = "local procedure"
[[source.edition]]
effective = 2024-01-01
file = "visits-old.md"
[[source.edition]]
effective = 2026-03-01
file = "visits.md"

[[source]]
id = "river"
title = "Learning from the RIVER review"
kind = "briefing"
authority = "learning"
[[source.edition]]
effective = 2024-01-01
file = "river.md"
"""
_MORE_SOURCES = """
[[source]]
id = "quillfeather-book"
title = "Quillfeather book"
authority = "local procedure"
url = "https://manual.example/book-of-rules.html"
readers = "editor"
[[source.edition]]
effective = 2024-01-01
file = "quillfeather-old.md"
[[source.edition]]
effective = 2026-02-01
file = "quillfeather.md"

[[source]]
id = "amber"
title = "Learning from the AMBER review"
kind = "briefing"
authority = "learning"
readers = "editor"
[[source.edition]]
effective = 2026-02-01
file = "amber.md"

[[source]]
id = "quillfeather-lost"
title = "Quillfeather book, lost"
readers = "editor"
[[source.edition]]
file = "lost.pdf"
"""
_FOR_TRAINERS = """
[[source]]
id = "tarn"
title = "Learning from the TARN review"
kind = "briefing"
authority = "learning"
readers = "trainer"
[[source.edition]]
effective = 2026-01-01
file = "tarn.md"
"""


def write_corpus(folder: Path, role: Role = Role.EDITOR) -> Path:
    """The corpus as far as a role may read it, as a corpus of its own."""
    folder.mkdir(parents=True)
    for name, text in (_VISIBLE | _HIDDEN).items():
        (folder / name).write_text(text)
    parts = [_SOURCES]
    if role.may(Role.TRAINER):
        parts.append(_FOR_TRAINERS)
    if role.may(Role.EDITOR):
        parts.append(_MORE_SOURCES)
    (folder / "manifest.toml").write_text("".join(parts))
    return folder


def marks_above(role: Role) -> list[str]:
    """What may be in nothing that is answered to a role."""
    return [mark for least, marks in MARKS.items() if not role.may(least) for mark in marks]
