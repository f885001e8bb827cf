"""Files as people choose them, good ones and hostile ones, each made here from nothing: no real document is kept."""

from __future__ import annotations

import random
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

SECRET = "Heron Lane 3 Quillbrook"  # in every trace that must not come out again
PLACE = b"\x00\x02" + b"GPSLatitude"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True)
class Given:
    """`name` and `content` as chosen; `is_taken` says whether it may be kept at all (then without its traces)."""

    what: str
    name: str
    content: bytes
    is_taken: bool = False


# Pictures


def picture(size: tuple[int, int] = (40, 30), mode: str = "RGB", seed: int = 1) -> Image.Image:
    chance = random.Random(seed)
    made = Image.new(mode, size)
    channels = len(made.getbands())
    made.putdata([tuple(chance.randrange(256) for _ in range(channels)) if channels > 1 else chance.randrange(256)
                  for _ in range(size[0] * size[1])])  # fmt: skip
    return made


def _exif() -> bytes:
    exif = Image.Exif()
    exif[0x010F], exif[0x013B], exif[0x9286] = SECRET, SECRET, SECRET
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 12.0), 3: "W", 4: (0.0, 7.0, 30.0), 29: SECRET})
    return exif.tobytes()


def saved(made: Image.Image, form: str, **more: Any) -> bytes:
    out = BytesIO()
    made.save(out, form, **more)
    return out.getvalue()


def jpeg(seed: int = 1, **more: Any) -> bytes:
    return saved(picture(seed=seed), "JPEG", **more)


def jpeg_with_place(seed: int = 1) -> bytes:
    return jpeg(seed, exif=_exif(), comment=SECRET.encode())


def png_with_words() -> bytes:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Author", SECRET)
    info.add_itxt("XML:com.adobe.xmp", f"<x>{SECRET}</x>")
    return saved(picture(mode="RGBA"), "PNG", pnginfo=info, exif=_exif())


def huge_png(width: int, height: int) -> bytes:
    """A few hundred bytes that say they are a picture of any size."""
    row = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in (
            (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", row), (b"IEND", b"")
        )
    )  # fmt: skip


# PDFs


def pdf(pages: int = 1, *, change: Any = None, **saving: Any) -> bytes:
    with pikepdf.new() as made:
        for number in range(pages):
            made.add_blank_page(page_size=(200, 200))
            made.pages[-1].Contents = made.make_stream(f"BT /F1 12 Tf (page {number}) Tj ET".encode())
        if change:
            change(made)
        out = BytesIO()
        made.save(out, **saving)
        return out.getvalue()


def _act(made: pikepdf.Pdf, action: Dictionary) -> None:
    made.Root.OpenAction = made.make_indirect(action)


def _annotate(made: pikepdf.Pdf, annotation: Dictionary) -> None:
    annotation.Type, annotation.Rect = Name.Annot, Array([0, 0, 10, 10])
    made.pages[0].Annots = made.make_indirect(Array([annotation]))


def _embed(made: pikepdf.Pdf) -> None:
    made.attachments["inside.exe"] = b"MZ" + SECRET.encode()


def _metadata(made: pikepdf.Pdf) -> None:
    made.docinfo["/Author"], made.docinfo["/Title"] = SECRET, SECRET
    made.Root.Metadata = made.make_stream(f"<x:xmpmeta>{SECRET}</x:xmpmeta>".encode())
    made.pages[0].PieceInfo = Dictionary(Word=Dictionary(Private=String(SECRET)))
    _annotate(made, Dictionary(Subtype=Name.Text, Contents=String("a note"), T=String(SECRET)))


def _photograph(made: pikepdf.Pdf, raw: bytes, **more: Any) -> None:
    image = made.make_stream(raw)
    image.Type, image.Subtype, image.Width, image.Height = Name.XObject, Name.Image, 40, 30
    image.ColorSpace, image.BitsPerComponent, image.Filter = Name.DeviceRGB, 8, Name.DCTDecode
    for name, value in more.items():
        image[f"/{name}"] = value
    made.pages[0].Resources = Dictionary(XObject=Dictionary(Im0=image))


def pdf_with_traces() -> bytes:
    def change(made: pikepdf.Pdf) -> None:
        _metadata(made)
        _photograph(made, jpeg_with_place())

    return pdf(change=change)


def _bomb_stream(made: pikepdf.Pdf, times: int) -> None:
    engine = zlib.compressobj(9)
    raw = b"".join(engine.compress(b"\0" * (1 << 20)) for _ in range(times)) + engine.flush()
    made.pages[0].Contents = made.make_stream(raw)
    made.pages[0].Contents.Filter = Name.FlateDecode


_JAVASCRIPT = {"S": Name.JavaScript, "JS": String("app.alert(1)")}


def bad_pdfs() -> Iterator[tuple[str, bytes]]:
    acts = {
        "a program when it opens": _JAVASCRIPT,
        "a program in a stream": {"S": Name.JavaScript},
        "starts another program": {"S": Name.Launch, "F": String("cmd.exe")},
        "sends a form": {"S": Name.SubmitForm, "F": String("https://example.test")},
        "takes data in": {"S": Name.ImportData, "F": String("x.fdf")},
        "opens a file inside": {"S": Name.GoToE, "D": Array([0, Name.Fit])},
        "plays a film": {"S": Name.Movie},
        "plays a sound": {"S": Name.Sound},
        "plays a rendition": {"S": Name.Rendition, "OP": 0},
        "rich media": {"S": Name.RichMediaExecute},
    }
    for what, action in acts.items():
        yield what, pdf(change=lambda made, action=action: _act(made, Dictionary(**action)))
    notes = {
        "a file on a page": Dictionary(Subtype=Name.FileAttachment),
        "a film on a page": Dictionary(Subtype=Name.Movie),
        "a screen on a page": Dictionary(Subtype=Name.Screen),
        "three dimensions": Dictionary(Subtype=Name("/3D")),
        "rich media on a page": Dictionary(Subtype=Name.RichMedia),
        "a sound on a page": Dictionary(Subtype=Name.Sound),
        "a program under a link": Dictionary(Subtype=Name.Link, A=Dictionary(**_JAVASCRIPT)),
        "a program when a page is entered": Dictionary(Subtype=Name.Link, AA=Dictionary(E=Dictionary(**_JAVASCRIPT))),
    }
    for what, note in notes.items():
        yield what, pdf(change=lambda made, note=note: _annotate(made, note))
    yield "a file inside", pdf(change=_embed)
    yield "a file inside, packed", pdf(change=_embed, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    names = Dictionary(JavaScript=Dictionary(Names=Array([String("x"), Dictionary(**_JAVASCRIPT)])))
    yield "a program by name", pdf(change=lambda made: setattr(made.Root, "Names", names))
    yield (
        "a program deep inside",
        pdf(
            change=lambda made: setattr(
                made.Root, "X", Array([Array([Dictionary(Y=Array([Dictionary(**_JAVASCRIPT)]))])])
            )
        ),
    )
    yield "a form of programs", pdf(change=lambda made: setattr(made.Root, "AcroForm", Dictionary(XFA=String("<x/>"))))
    yield "a folder of files", pdf(change=lambda made: setattr(made.Root, "Collection", Dictionary()))
    yield "locked", pdf(encryption=pikepdf.Encryption(owner="o", user="u"))
    yield "too many pages", pdf(pages=301)
    yield "no pages", pdf(pages=0)
    yield "a stream of half a gigabyte", pdf(change=lambda made: _bomb_stream(made, 512))
    yield (
        "a picture of 50,000 by 50,000",
        pdf(change=lambda made: _photograph(made, jpeg(), Width=50_000, Height=50_000)),
    )
    yield (
        "a broken photograph",
        pdf(change=lambda made: _photograph(made, b"\xff\xd8\xff\xe1\xff\xff" + SECRET.encode())),
    )
    yield "cut off at the start", b"%PDF-1.7\n"
    yield "nothing but a head", b"%PDF-1.7\n" + b"\0" * 2000
    yield "junk after the head", b"%PDF-1.7\n" + random.Random(4).randbytes(5000)
    yield (
        "pages that are their own parents",
        (
            b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 9>>endobj\n"
            b"trailer<</Root 1 0 R>>"
        ),
    )


# Word


def word(parts: dict[str, bytes] | None = None, *, body: str = "", types: str = "", relations: str = "",
         main: str = MAIN, root: str = "") -> bytes:  # fmt: skip
    document = f"<w:document {W}><w:body><w:p><w:r><w:t>Dear colleague</w:t></w:r></w:p>{body}</w:body></w:document>"
    whole = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main}"/>{types}</Types>'
        ).encode(),
        "_rels/.rels": (
            f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" '
            f'Target="word/document.xml"/>{root}</Relationships>'
        ).encode(),
        "word/document.xml": document.encode(),
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELATIONS}">{relations}</Relationships>'.encode(),
        **(parts or {}),
    }
    return zipped(whole)


def zipped(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def relation(kind: str, target: str, *, is_external: bool = False, number: int = 9) -> str:
    mode = ' TargetMode="External"' if is_external else ""
    return f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'


def word_with_traces() -> bytes:
    core = f'<cp:coreProperties xmlns:cp="urn:c"><creator>{SECRET}</creator></cp:coreProperties>'.encode()
    body = f'<w:ins w:author="{SECRET}" w:id="1"><w:r><w:t>more</w:t></w:r></w:ins>'
    return word(
        {
            "docProps/core.xml": core,
            "docProps/app.xml": f"<Properties><Company>{SECRET}</Company></Properties>".encode(),
            "customXml/item1.xml": f"<x>{SECRET}</x>".encode(),
            "word/media/image1.jpeg": jpeg_with_place(),
            "word/settings.xml": f"<w:settings {W}><w:attachedTemplate/></w:settings>".encode(),
            "word/_rels/settings.xml.rels": (
                f'<Relationships xmlns="{RELATIONS}">'
                f"{relation('attachedTemplate', f'file:///C:/{SECRET}.dotm', is_external=True)}</Relationships>"
            ).encode(),
        },
        body=body,
        types='<Override PartName="/docProps/core.xml" ContentType="application/xml"/>',
        root='<Relationship Id="r2" Type="http://x/metadata/core-properties" Target="docProps/core.xml"/>',
        relations=relation("image", "media/image1.jpeg"),
    )


def bad_words() -> Iterator[tuple[str, bytes]]:
    yield "a macro", word({"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"})
    yield "a macro by its kind", word(main=MAIN.replace("document.main", "document.macroEnabled.main"))
    yield (
        "a macro by its list",
        word(types='<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'),
    )
    yield "a control", word({"word/activeX/activeX1.xml": b"<a/>"})
    yield "a workbook inside", word({"word/embeddings/book.xlsx": zipped({"a": b"b"})})
    yield "an object inside", word({"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0"})
    yield "an object in the words", word(body="<w:object/>")
    yield "a page inside", word({"word/afchunk.htm": b"<script>"}, body="<w:altChunk/>")
    yield "a program beside it", word({"word/media/run.exe": b"MZ"})
    yield "a drawing with a script", word({"word/media/image1.svg": b"<svg><script>alert(1)</script></svg>"})
    yield "an old drawing", word({"word/media/image1.emf": b"\x01\x00\x00\x00"})
    yield "a picture that is none", word({"word/media/image1.png": b"\x89PNG\r\n\x1a\n<script>"})
    yield "a huge picture", word({"word/media/image1.png": huge_png(50_000, 50_000)})
    yield "a picture from elsewhere", word(relations=relation("image", "https://example.test/x.png", is_external=True))
    yield "a frame from elsewhere", word(relations=relation("frame", "https://example.test/", is_external=True))
    yield "an object from elsewhere", word(relations=relation("oleObject", "file:///x", is_external=True))
    yield "a link that is a program", word(relations=relation("hyperlink", "javascript:alert(1)", is_external=True))
    for order in (
        "DDEAUTO c:\\\\cmd.exe",
        "DDE excel x",
        "INCLUDETEXT \\\\host\\x",
        "LINK Excel.Sheet x",
        "MACROBUTTON x",
    ):
        said = f"<w:r><w:instrText>{order}</w:instrText></w:r>"
        yield f"an order: {order.split()[0]}", word(body=f"<w:p>{said}</w:p>")
    split = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in ("D", "DE", "AUTO x"))
    yield "an order in pieces", word(body=f"<w:p>{split}</w:p>")
    yield "an order in one", word(body='<w:p><w:fldSimple w:instr="DDE x y"/></w:p>')
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    yield (
        "a billion laughs",
        word({"word/document.xml": f'<!DOCTYPE x [<!ENTITY a0 "ha">{entities}]><x>&a11;</x>'.encode()}),
    )
    yield (
        "a file of the machine",
        word({"word/styles.xml": b'<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>'}),
    )
    yield "two letters a sign", word({"word/styles.xml": "<!DOCTYPE x><x/>".encode("utf-16")})
    yield "a bomb", word({"word/styles.xml": b"<a>" + b" " * (150 << 20) + b"</a>"})
    yield "many parts", word({f"word/part{n}.xml": b"<a/>" for n in range(2_100)})
    yield "a path out", word({"../../etc/cron.d/x.xml": b"<a/>"})
    yield "a path from the top", word({"/etc/x.xml": b"<a/>"})
    yield "a path of Windows", word({"..\\x.xml": b"<a/>"})
    yield "no document", zipped({"a.txt": b"b"})
    yield "a workbook", word(main="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml")
    yield "a broken document", word({"word/document.xml": b"<w:document>"})
    yield "cut off", word()[:-40]
    yield "its middle gone", word()[:200] + word()[260:]


def others() -> Iterator[Given]:
    """Kinds that are not taken, and names that say something else."""
    yield Given(
        "a drawing with a script", "x.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    )
    yield Given("the same, called a picture", "x.png", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')
    yield Given("a page", "x.pdf", b"<html><script>alert(1)</script>")
    yield Given("a page that begins as a PDF would not", "x.pdf", b"<script>/*%PDF-1.4*/</script>")
    yield Given("a program", "letter.exe", b"MZ\x90\0")
    yield Given("a program, called a PDF", "letter.pdf", b"MZ\x90\0")
    yield Given("a PDF, called a program", "letter.pdf.exe", pdf())
    yield Given("a PDF, called a page", "letter.html", pdf())
    yield Given("a PDF, called a picture", "letter.jpg", pdf())
    yield Given("a picture, called Word", "letter.docx", jpeg())
    yield Given("Word, called a PDF", "letter.pdf", word())
    yield Given("old Word", "letter.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    yield Given("locked Word", "letter.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    yield Given("a film", "x.mp4", b"\0\0\0\x18ftypmp42")
    yield Given("a telephone's picture", "x.heic", b"\0\0\0\x18ftypheic")
    yield Given("a GIF", "x.gif", b"GIF89a" + b"\0" * 20)
    yield Given("a TIFF", "x.tif", b"II*\0" + b"\0" * 20)
    yield Given("rich text", "x.rtf", b"{\\rtf1 hello}")
    yield Given("an archive", "x.zip", zipped({"a": b"b"}))
    yield Given("empty", "x.pdf", b"")
    yield Given("a shell's script", "x.sh", b"#!/bin/sh\nrm -rf /")
    yield Given("PHP behind a picture's head", "x.php.jpg", b"\xff\xd8\xff<?php system($_GET[0]); ?>")
    yield Given("a picture of 50,000 by 50,000", "x.png", huge_png(50_000, 50_000))
    yield Given("a picture as long as a road", "x.png", huge_png(60_000, 1))
    yield Given("a picture of 2,147,483,647", "x.png", huge_png(2**31 - 1, 2**31 - 1))
    yield Given("a moving picture", "x.png", saved(picture(), "PNG", save_all=True, append_images=[picture(seed=2)]))
    yield Given("a moving WebP", "x.webp", saved(picture(), "WEBP", save_all=True, append_images=[picture(seed=2)]))
    for share in (2, 10, 50, 90):
        yield Given(f"a picture cut off at {share} %", "x.jpg", jpeg()[: len(jpeg()) * share // 100])
    yield Given("a PNG cut off", "x.png", saved(picture(), "PNG")[:-30])
    yield Given("a WebP cut off", "x.webp", saved(picture(), "WEBP", lossless=True)[:200])


def cleaned() -> Iterator[Given]:
    """Taken, and what they carry beside the content is gone."""
    yield Given("a photograph with its place", "x.jpg", jpeg_with_place(), True)
    yield Given("a PNG with words", "x.png", png_with_words(), True)
    yield Given("a WebP with its place", "x.webp", saved(picture(), "WEBP", exif=_exif()), True)
    yield Given("a photograph with a page behind it", "x.jpg", jpeg() + f"<script>{SECRET}</script>".encode(), True)
    yield Given("a photograph with an archive behind it", "x.jpg", jpeg() + zipped({SECRET: b"x"}), True)
    yield Given("a PNG with PHP behind it", "x.png", saved(picture(), "PNG") + f"<?php {SECRET} ?>".encode(), True)
    yield Given("a PDF with its author", "x.pdf", pdf_with_traces(), True)
    yield Given("a PDF with an archive behind it", "x.pdf", pdf() + zipped({SECRET: b"x"}), True)
    yield Given("a PDF with an earlier version", "x.pdf", _with_earlier_version(), True)
    yield Given("a Word document with its author", "x.docx", word_with_traces(), True)
    yield Given("a Word document with a program before it", "x.docx", word() + b"", True)
    yield Given("a Word document with a page behind it", "x.docx", word() + f"<script>{SECRET}</script>".encode(), True)


def _with_earlier_version() -> bytes:
    """The words of a page were changed, and what stood there before is still in the file."""
    before = pdf(object_stream_mode=pikepdf.ObjectStreamMode.disable)
    forgotten = f"\n900 0 obj\n<</Old ({SECRET})>>\nendobj\n".encode()
    at = before.rindex(b"xref")
    return before[:at] + forgotten.lstrip() + before[at:]


def hostile() -> list[Given]:
    found = [Given(f"PDF: {what}", "x.pdf", content) for what, content in bad_pdfs()]
    found += [Given(f"Word: {what}", "x.docx", content) for what, content in bad_words()]
    return [*found, *others(), *cleaned()]


def spoilt(number: int) -> Given:
    """One of the good files with bytes changed, cut, doubled or put elsewhere; any of them may be taken or not."""
    chance = random.Random(number)
    name, content = chance.choice(
        [
            ("x.pdf", pdf_with_traces()),
            ("x.jpg", jpeg_with_place()),
            ("x.png", png_with_words()),
            ("x.docx", word_with_traces()),
        ]
    )
    raw = bytearray(content)
    for _ in range(chance.randrange(1, 12)):
        at = chance.randrange(8, len(raw))
        way = chance.randrange(4)
        if way == 0:
            raw[at] ^= chance.randrange(1, 256)
        elif way == 1:
            del raw[at : at + chance.randrange(1, 60)]
        elif way == 2:
            raw[at:at] = chance.randbytes(chance.randrange(1, 60))
        else:
            raw[at:at] = raw[max(0, at - 100) : at]
        if len(raw) < 20:
            break
    return Given(f"spoilt {number}", name, bytes(raw))
