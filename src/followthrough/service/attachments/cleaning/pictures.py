"""A picture is read to its pixels and written anew: no place, no camera, no words, and nothing behind its end."""

from __future__ import annotations

from io import BytesIO
from typing import Final

from PIL import Image, ImageCms, ImageOps

from followthrough.service.attachments.kinds import JPEG, LONGEST_SIDE, MOST_PIXELS, PNG, WEBP, Kind, Refused

_FORMATS: Final = {JPEG.key: "JPEG", PNG.key: "PNG", WEBP.key: "WEBP"}
_BROKEN: Final = "The picture is broken or cut off. Open it, save it again and add that."
Image.MAX_IMAGE_PIXELS = None  # ours is asked first, and has a sentence


def clean(content: bytes, kind: Kind) -> tuple[bytes, Kind]:
    try:
        with Image.open(BytesIO(content), formats=[_FORMATS[kind.key]]) as picture:
            _check(picture, kind)
            picture.load()
            return _written(_upright(picture), kind)
    except Refused:
        raise
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError, OverflowError) as error:
        raise Refused(_BROKEN) from error


def _check(picture: Image.Image, kind: Kind) -> None:
    width, height = picture.size
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise Refused(f"It has {width} by {height} dots, which is more than we take. Make it smaller and add that.")
    if kind is not JPEG and getattr(picture, "n_frames", 1) > 1:
        raise Refused("It is a moving picture. Save one picture of it and add that.")


def _upright(picture: Image.Image) -> Image.Image:
    """As it is seen: turned as the camera said, in the colours of a screen, since both go with what is taken out."""
    turned = ImageOps.exif_transpose(picture)
    profile = picture.info.get("icc_profile")
    has_alpha = turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info
    mode = "RGBA" if has_alpha else "L" if turned.mode in ("1", "L") else "RGB"
    if profile and turned.mode in ("RGB", "CMYK", "L"):
        turned = _in_screen_colours(turned, profile)
    return turned.convert(mode)


def _in_screen_colours(picture: Image.Image, profile: bytes) -> Image.Image:
    try:
        of_camera, of_screen = ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(picture, of_camera, of_screen, outputMode="RGB") or picture
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture  # a profile that is no profile


def _written(picture: Image.Image, kind: Kind) -> tuple[bytes, Kind]:
    bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    out, to = BytesIO(), JPEG if kind is JPEG or (kind is WEBP and bare.mode != "RGBA") else PNG
    if to is JPEG:
        bare.convert("RGB" if bare.mode == "RGBA" else bare.mode).save(out, "JPEG", quality=92, subsampling=0)
    else:
        bare.save(out, "PNG")
    return out.getvalue(), to
