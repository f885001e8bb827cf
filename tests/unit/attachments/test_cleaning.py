"""Hostile files are refused in a sentence, or made anew without what they carried; good ones stay what they were."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pikepdf
import pytest
from hypothesis import settings
from PIL import Image

from followthrough.service.attachments import kinds
from followthrough.service.attachments.cleaning import apart, worker
from followthrough.service.attachments.kinds import JPEG, PDF, PNG, WEBP, WORD, Refused
from support import files
from support.files import SECRET, Given

IS_PROOF = settings().max_examples >= 1000
SPOILT = 160 if IS_PROOF else 12


def _clean(given: Given) -> bytes | None:
    """As the worker does; None for a file that is refused."""
    try:
        return worker.clean(given.content, kinds.recognise(given.content, given.name))[0]
    except Refused as why:
        assert str(why).endswith(".") and len(str(why)) < 200
        return None


def _told(content: bytes) -> bytes:
    """Everything that can be read in a file, unpacked where it is packed."""
    said = content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            said += b"".join(name.encode() + archive.read(name) for name in archive.namelist())
    if content.startswith(b"%PDF-"):
        with pikepdf.open(BytesIO(content)) as pdf:
            for each in pdf.objects:
                said += each.unparse()
                if isinstance(each, pikepdf.Stream):
                    said += each.read_raw_bytes()
    return said


def test_each_hostile_file_is_refused_or_cleaned() -> None:
    given = files.hostile()
    taken = {each.what: _clean(each) for each in given}
    wrong = [each.what for each in given if (taken[each.what] is not None) != each.is_taken]
    assert wrong == []
    for what, content in taken.items():
        if content is not None:
            said = _told(content)
            assert SECRET.encode() not in said and SECRET.encode("utf-16-le") not in said, what
            assert b"<script" not in said and b"<?php" not in said and b"GPSLatitude" not in said, what
    print(f"\n{len(given)} hostile files: {sum(each is None for each in taken.values())} refused, the others cleaned")
    assert len(given) >= 60


def test_a_spoilt_file_is_refused_or_made_anew() -> None:
    outcomes = {"refused": 0, "made anew": 0}
    for number in range(SPOILT):
        cleaned = _clean(files.spoilt(number))
        outcomes["refused" if cleaned is None else "made anew"] += 1
        if cleaned is not None:
            assert b"GPSLatitude" not in _told(cleaned)
            again = Given("again", "", cleaned)
            assert _clean(again) is not None, f"spoilt {number}: what was kept is not even taken again"
    print(f"\n{SPOILT} spoilt files: {outcomes}")
    assert sum(outcomes.values()) == SPOILT


@pytest.mark.parametrize(("form", "kind"), [("JPEG", JPEG), ("PNG", PNG), ("WEBP", WEBP)])
def test_a_picture_shows_the_same(form: str, kind: kinds.Kind) -> None:
    size, more = (64, 48), {"lossless": True} if form == "WEBP" else {}
    flat = Image.new("RGB", size, (200, 40, 40))
    cleaned, kept = worker.clean(files.saved(flat, form, **more), kind)
    shown = Image.open(BytesIO(cleaned))
    assert kept is (PNG if kind is PNG else JPEG) and shown.size == size
    assert all(abs(a - b) <= 3 for a, b in zip(shown.convert("RGB").getpixel((30, 20)), (200, 40, 40), strict=True))  # type: ignore[arg-type]
    assert not shown.getexif() and set(shown.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_picture_that_the_camera_said_to_turn_is_turned() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    cleaned, _ = worker.clean(files.saved(files.picture((40, 30)), "JPEG", exif=exif.tobytes()), JPEG)
    assert Image.open(BytesIO(cleaned)).size == (30, 40)


def test_a_pdf_keeps_its_pages_and_photographs() -> None:
    cleaned, _ = worker.clean(files.pdf_with_traces(), PDF)
    with pikepdf.open(BytesIO(cleaned)) as pdf:
        assert len(pdf.pages) == 1 and "/Info" not in pdf.trailer
        image = pdf.pages[0].Resources.XObject.Im0
        assert pikepdf.PdfImage(image).as_pil_image().size == (40, 30)
        assert "a note" in str(pdf.pages[0].Annots[0].Contents)


def test_a_word_document_keeps_its_words_and_links() -> None:
    link = files.relation("hyperlink", "https://example.org/help", is_external=True)
    cleaned, _ = worker.clean(files.word(relations=link), WORD)
    with zipfile.ZipFile(BytesIO(cleaned)) as archive:
        assert b"Dear colleague" in archive.read("word/document.xml")
        assert b"https://example.org/help" in archive.read("word/_rels/document.xml.rels")
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_was_cleaned_is_cleaned_to_the_same() -> None:
    for given in files.cleaned():
        first = _clean(given)
        assert first is not None
        if b".jpeg" not in first and not first.startswith(b"\xff\xd8"):
            # A JPEG loses a little each time, also inside Word.
            assert _clean(Given("again", "", first)) == first, given.what


def test_the_worker_runs_apart_and_says_what_it_found() -> None:
    cleaned, kind = apart.clean(files.jpeg_with_place(), "photo.JPG")
    assert kind is JPEG and SECRET.encode() not in cleaned
    with pytest.raises(Refused, match="It holds a program"):
        apart.clean(dict(files.bad_pdfs())["a program when it opens"], "x.pdf")
    with pytest.raises(Refused, match="It is empty"):
        apart.clean(b"", "x.pdf")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("My scan.PDF", "My scan.pdf"),
        ("C:\\Users\\me\\Desktop\\letter.docx", "letter.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie- x.pdf"),
        ("...", "file.pdf"),
        ("", "file.pdf"),
        ("<b>.pdf", "-b-.pdf"),
        ("Zdjęcie – rączka.jpeg", "Zdjęcie – rączka.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_a_file_is_given_back_under_a_name_that_is_safe(given: str, kept: str) -> None:
    assert kinds.name_for(given, PDF) == kept
