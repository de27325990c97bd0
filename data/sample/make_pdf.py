"""Set the plain texts in ``source/`` as the PDF reports in ``documents/``.

Run ``python data/sample/make_pdf.py`` after a change to a source text. Standard
library only, and the same text gives the same bytes, so that a test can compare.
A source begins with "Key: value" lines; "# " and "## " mark headings; a blank
line ends a paragraph.
"""

import textwrap
from pathlib import Path

HERE = Path(__file__).resolve().parent
A4_WIDTH, A4_HEIGHT, MARGIN = 595, 842, 64  # points
TOP, LEADING, LINES_ON_A_PAGE = 766, 17, 41
SIZES = {"# ": 16, "## ": 13, "": 10.5}  # points
COLUMNS = 88  # characters: the widest line of 10.5 point Helvetica that stays within the margins

Line = tuple[str, float]


def main() -> None:
    """Make every report."""
    for source in sorted((HERE / "source").glob("*.txt")):
        target = HERE / "documents" / source.with_suffix(".pdf").name
        target.write_bytes(pdf(source.read_text(encoding="utf-8")))


def pdf(source: str) -> bytes:
    """Return the bytes of the report that a source text describes."""
    head, _, body = source.partition("\n\n")
    about = dict(line.split(": ", 1) for line in head.splitlines())
    lines = set_lines(body)
    pages = [lines[at : at + LINES_ON_A_PAGE] for at in range(0, len(lines), LINES_ON_A_PAGE)]
    return assemble([content(page, number, len(pages), about) for number, page in enumerate(pages, 1)], about)


def set_lines(body: str) -> list[Line]:
    """Break the paragraphs into lines of (words, size), a line of no words between paragraphs."""
    lines: list[Line] = []
    for paragraph in body.split("\n\n"):
        mark = next(mark for mark in SIZES if paragraph.startswith(mark))
        columns = int(COLUMNS * SIZES[""] / SIZES[mark])
        wrapped = textwrap.wrap(paragraph[len(mark) :], columns, break_long_words=False, break_on_hyphens=False)
        lines += [(line, SIZES[mark]) for line in wrapped] + [("", SIZES[""])]
    return lines


def content(page: list[Line], number: int, pages: int, about: dict[str, str]) -> bytes:
    """Return the drawing commands of one page: running head, lines, foot with the page number."""
    foot = f"{about['Footer']}   Page {number} of {pages}"
    shown = [show(about["Header"], 8, A4_HEIGHT - 40), show(foot, 8, 36)]
    for row, (line, size) in enumerate(page):
        if line:
            shown.insert(-1, show(line, size, TOP - row * LEADING))
    return b"\n".join(shown)


def show(line: str, size: float, height: float) -> bytes:
    """Return the commands that print one line; headings are bold."""
    font = "F2" if size > SIZES[""] else "F1"
    return f"BT /{font} {size:g} Tf {MARGIN} {height:g} Td ".encode() + literal(line) + b" Tj ET"


def literal(text: str) -> bytes:
    """Return a PDF string in WinAnsi, the encoding of the fonts used."""
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return b"(" + escaped.encode("cp1252") + b")"


def assemble(contents: list[bytes], about: dict[str, str]) -> bytes:
    """Return a whole file: catalogue, page tree, two fonts, information, pages, table of offsets."""
    first = 6  # objects 1 to 5 are fixed; each page takes two more
    kids = " ".join(f"{first + 2 * at} 0 R" for at in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
        font("Helvetica"),
        font("Helvetica-Bold"),
        information(about),
    ]
    for at, commands in enumerate(contents):
        objects.append(page_object(first + 2 * at + 1))
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(commands), commands))
    return file_of(objects)


def font(name: str) -> bytes:
    """Return the object of one of the fonts that every reader has."""
    return f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>".encode()


def information(about: dict[str, str]) -> bytes:
    """Return the title, author, subject and day of the report."""
    day = about["Date"].replace("-", "")
    keys = ("Title", "Author", "Subject")
    named = " ".join(f"/{key} <FEFF{about[key].encode('utf-16-be').hex().upper()}>" for key in keys)
    return f"<< {named} /CreationDate (D:{day}090000Z) >>".encode()


def page_object(commands: int) -> bytes:
    """Return the object of a page whose drawing commands are object number ``commands``."""
    fonts = "<< /Font << /F1 3 0 R /F2 4 0 R >> >>"
    box = f"[0 0 {A4_WIDTH} {A4_HEIGHT}]"
    return f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Resources {fonts} /Contents {commands} 0 R >>".encode()


def file_of(objects: list[bytes]) -> bytes:
    """Return the file that holds the objects, numbered from 1, and says at which byte each begins."""
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size, start = len(objects) + 1, len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info 5 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
    return bytes(out)


if __name__ == "__main__":
    main()
