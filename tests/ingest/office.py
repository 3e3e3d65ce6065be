"""Office files made for a test: real files of the libraries, with parts put in by hand."""

from __future__ import annotations

import zipfile
from pathlib import Path

from docx import Document as NewDocument

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NUMBERING = f"""<w:numbering xmlns:w="{W}">
<w:abstractNum w:abstractNumId="7"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>
<w:lvl w:ilvl="2"><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="(%3)"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="8">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="8"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
</w:numbering>"""


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(content: str, *, style: str = "", num: int = 0, level: int = 0) -> str:
    """A paragraph of runs, or of plain text; ``num`` puts it in a list of NUMBERING."""
    inner = content if content.startswith("<") else run(content)
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    listed = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>' if num else ""
    return f"<w:p><w:pPr>{styled}{listed}</w:pPr>{inner}</w:p>"


def docx(path: Path, *body: str, **parts: str) -> Path:
    """A Word file with this body; ``parts`` replace others of word/ ("numbering", "footnotes")."""
    fresh = path.with_suffix(".base")
    NewDocument().save(str(fresh))
    written = {"document": _document("".join(body)), "numbering": NUMBERING, **parts}
    with zipfile.ZipFile(fresh) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            name = entry.filename.removeprefix("word/").removesuffix(".xml")
            new.writestr(entry.filename, written.pop(name, None) or old.read(entry))
        for name, text in written.items():
            new.writestr(f"word/{name}.xml", text)
    fresh.unlink()
    return path


def _document(body: str) -> str:
    if body.startswith("<!DOCTYPE"):
        return body
    return f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
