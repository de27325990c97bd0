"""Set the plain texts in ``source/`` as the Word files in ``documents/``.

Run ``python data/sample/make_word.py`` after a change to a source text. Standard library only, and the same text gives
the same bytes, so that a test can compare. In a ``.word`` "# " and "## " mark headings, "- " a point of a list and
"| a | b |" a row of a table. A ``.teams`` is set as Teams saves a transcript: a paragraph of its own for each line.
"""

import zipfile
from html import escape
from io import BytesIO
from pathlib import Path

HERE = Path(__file__).resolve().parent
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
STYLES = {"# ": "Heading1", "## ": "Heading2", "- ": "ListBullet"}
NAMES = {"Heading1": "heading 1", "Heading2": "heading 2", "ListBullet": "List Bullet"}


def main() -> None:
    """Make every Word file."""
    for source in sources():
        (HERE / "documents" / source.with_suffix(".docx").name).write_bytes(word(source))


def sources() -> list[Path]:
    """The texts that are set as Word files."""
    return sorted([*(HERE / "source").glob("*.word"), *(HERE / "source").glob("*.teams")])


def word(source: Path) -> bytes:
    """Return the bytes of the Word file that a source describes."""
    lines = [line for line in source.read_text(encoding="utf-8").splitlines() if line.strip()]
    plain = source.name.endswith(".teams")
    return package("".join(paragraph(line) for line in lines) if plain else body(lines))


def body(lines: list[str]) -> str:
    """Return paragraphs and tables: rows that follow each other make one table."""
    parts: list[str] = []
    rows: list[str] = []
    for line in [*lines, ""]:
        if line.startswith("|"):
            rows.append(row(line))
            continue
        if rows:
            parts.append(f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>{paragraph('')}")
            rows = []
        mark = next((mark for mark in STYLES if line.startswith(mark)), "")
        parts.append(paragraph(line[len(mark) :], STYLES.get(mark)))
    return "".join(parts)


def row(line: str) -> str:
    """Return one row of a table."""
    cells = [cell.strip() for cell in line.strip("| ").split(" | ")]
    return f"<w:tr>{''.join(f'<w:tc><w:tcPr/>{paragraph(cell)}</w:tc>' for cell in cells)}</w:tr>"


def paragraph(words: str, style: str | None = None) -> str:
    """Return one paragraph."""
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    run = f'<w:r><w:t xml:space="preserve">{escape(words, quote=False)}</w:t></w:r>' if words else ""
    return f"<w:p>{named}{run}</w:p>"


def package(words: str) -> bytes:
    """Return a whole file: content types, relationships, styles and the document, all of one day."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{style}"><w:name w:val="{name}"/></w:style>'
        for style, name in NAMES.items()
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml"'
        f' ContentType="{TYPE}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{TYPE}.styles+xml"/></Types>',
        "_rels/.rels": relationships("officeDocument", "word/document.xml"),
        "word/_rels/document.xml.rels": relationships("styles", "styles.xml"),
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{words}</w:body></w:document>',
        "word/styles.xml": f'<w:styles xmlns:w="{WORD}">{styles}</w:styles>',
    }
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as file:  # not packed: packers differ
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            entry.create_system = 3
            file.writestr(entry, HEAD + content)
    return made.getvalue()


def relationships(kind: str, target: str) -> str:
    """Return the part that says what a part leads to."""
    one = f'<Relationship Id="rId1" Type="{OFFICE}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{PACKAGE}/relationships">{one}</Relationships>'


if __name__ == "__main__":
    main()
