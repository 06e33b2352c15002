"""Picture files: taken as people have them, and given back as clean sRGB, JPEG or PNG.

Everything is done here, once, when a picture is read: it is turned as it was held, its colours are
brought to sRGB through its own profile, what shines through lies on white, and what a file says beside
its pixels (place, device, names, thumbnails, XMP, IPTC) is left behind. A JPEG or PNG that needs no
change keeps its pixels: its segments are copied without those that say something.
"""

from __future__ import annotations

import hashlib
import importlib
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from brochure import assets, process
from brochure.errors import SourceError
from brochure.problems import Problem, error, note, warning

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.Image import Image as PillowImage

MAX_IMAGE_PIXELS = 50_000_000

INKS_PROFILE, INKS_CONDITION = "coated-fogra39l-300.icc", "FOGRA39"
"""What a CMYK picture without a profile is taken to be made for: coated paper (ISO 12647-2)."""

QUALITY = 93
"""JPEG's, for pictures whose pixels had to change: no eye tells it from the original."""

FEW_COLOURS = 4096
"""A picture with at most so many is a drawing, which JPEG would blur; others are photographs."""

_MAX_PROFILE_BYTES = 4_000_000
_NEARLY = 3
"""A profile whose colours are all within so much of sRGB's, of 255, is sRGB."""

_SRGB_GAMMA = 0.45455
_GAMMA_OFF = 0.02

_SIGNATURES: Mapping[bytes, str] = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"II*\0": "image/tiff",
    b"MM\0*": "image/tiff",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}
_HEIC = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}
_AVIF = {b"avif", b"avis"}

_KINDS: Mapping[str, str] = {
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/webp": "WEBP",
    "image/tiff": "TIFF",
    "image/gif": "GIF",
    "image/avif": "AVIF",
    "image/heic": "HEIC",
}
"""Pillow's name of each media type; HEIC is read by pi-heif, an extra."""

_MODES = {"1", "L", "LA", "La", "P", "PA", "RGB", "RGBA", "RGBa", "RGBX", "CMYK", "LAB", "YCbCr"}
_PROFILE_MODES: Mapping[str, str] = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}


class _Decoded(NamedTuple):
    image: Image
    media_type: str
    frames: int


def media_type_of(data: bytes) -> str:
    """The media type told by the first bytes of ``data``, or "" for what brochure does not take."""
    for signature, media_type in _SIGNATURES.items():
        if data.startswith(signature):
            return media_type
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp":  # ISO/IEC 14496-12, 4.3: the major brand, a version, compatible brands
        size = min(int.from_bytes(data[:4], "big"), 256)
        brands = {data[8:12], *(data[at : at + 4] for at in range(16, size, 4))}
        if brands & _AVIF:
            return "image/avif"
        if brands & _HEIC:
            return "image/heic"
    return ""


def clean(data: bytes, name: str) -> tuple[bytes, list[Problem]]:
    """The picture in ``data`` as a clean sRGB JPEG or PNG file, and what was left out or assumed.

        data, told = clean(Path("quai.heic").read_bytes(), "quai.heic")

    The same bytes for the same bytes; what is clean already is given back as it is. ``name`` is for
    messages. Raises SourceError for what is no picture, broken, or has too many pixels: these are
    counted before anything is decoded.
    """
    media_type = media_type_of(data)
    if not media_type:
        raise SourceError(error("image-kind", name=name))
    bare = _BARE.get(media_type)
    kept = bare(data) if bare else None
    decoded = _decode(data, media_type, name, keeps_pixels=kept is not None)
    told = [*_left_out(decoded, name)]
    if kept is not None and _needs_no_change(decoded.image):
        return kept, told
    with process.without_warning(UserWarning, "Palette images"):
        image, assumed = _as_seen(decoded.image, name)
    return _stored(image, decoded, data), [*told, *assumed]


@dataclass(eq=False, kw_only=True)
class PictureFile:
    """One image of a page: the file as it was ``given``, until it is made ``clean``.

    ``origin`` is the SHA-256 of the file as it was given: whether it is another one is told by that.
    """

    name: str
    given: bytes = field(default=b"", repr=False)
    clean: bytes = field(default=b"", repr=False)
    origin: bytes = field(default=b"", repr=False)

    def __post_init__(self) -> None:
        self.origin = self.origin or hashlib.sha256(self.given).digest()
        if self.clean:
            self.given = b""

    @property
    def is_decoded(self) -> bool:
        """Whether it is known to be whole."""
        return bool(self.clean)

    @property
    def data(self) -> bytes:
        """The clean file. Raises SourceError as `clean` does."""
        self.decode()
        return self.clean

    def decode(self) -> list[Problem]:
        """Make the file clean; what was left out or assumed. Raises SourceError as `clean` does."""
        if self.is_decoded:
            return []
        self.clean, told = clean(self.given, self.name)
        self.given = b""
        return told

    def glance(self) -> tuple[int, list[Problem]]:
        """The pixels of its shorter side, and what `decode` would tell, by its head alone.

        0 for what cannot be used: why is told when it is decoded.
        """
        data = self.clean or self.given
        media_type = media_type_of(data)
        try:
            if media_type == "image/heic":
                return min(_heif(data, self.name).size), []
            with process.without_warning(UserWarning):
                image = _opened(data, media_type, self.name)
                decoded = _Decoded(image, media_type, getattr(image, "n_frames", 1))
                return min(image.size), [*_left_out(decoded, self.name), *_assumed(image, self.name)]
        except Exception:  # whatever a library says of a broken head
            return 0, []


@dataclass(eq=False)
class Pictures(Mapping[str, bytes]):
    """The images of a page, clean, by their names. One that is asked for is decoded if it was not."""

    files: dict[str, PictureFile]

    @classmethod
    def of(cls, files: Iterable[PictureFile]) -> Pictures:
        """The images in ``files``, by their names."""
        return cls({file.name: file for file in files})

    def __getitem__(self, name: str) -> bytes:
        return self.files[name].data

    def __contains__(self, name: object) -> bool:
        return name in self.files

    def __iter__(self) -> Iterator[str]:
        return iter(self.files)

    def __len__(self) -> int:
        return len(self.files)

    @property
    def are_decoded(self) -> bool:
        """Whether every one is known to be whole."""
        return all(file.is_decoded for file in self.files.values())


def cleaned(images: Mapping[str, bytes]) -> Pictures:
    """``images`` by their names, each clean: for pages that were not read but made in Python.

    Raises SourceError.
    """
    if not isinstance(images, Pictures):
        images = Pictures.of(
            PictureFile(name=name, given=data, clean=data if is_clean(data) else b"")
            for name, data in images.items()
        )
    for file in images.files.values():
        file.decode()
    return images


def by_origin(images: Mapping[str, bytes]) -> Pictures:
    """``images`` without what is in them: enough to tell whether a page is what it was."""
    return Pictures.of(PictureFile(name=name, origin=origin_of(images, name)) for name in images)


def origin_of(images: Mapping[str, bytes], name: str) -> bytes:
    """The SHA-256 of the image ``name`` as it was given; nothing is decoded."""
    if isinstance(images, Pictures):
        return images.files[name].origin
    return hashlib.sha256(images[name]).digest()


def is_clean(data: bytes) -> bool:
    """Whether ``data`` is what `clean` gives: told by its segments and its head, without decoding."""
    from PIL import Image

    bare = _BARE.get(media_type_of(data))
    if bare is None or bare(data) != data:
        return False
    try:
        with Image.open(io.BytesIO(data), formats=["PNG", "JPEG"]) as image:
            return _needs_no_change(image)
    except (OSError, SyntaxError, ValueError):
        return False


def _decode(data: bytes, media_type: str, name: str, *, keeps_pixels: bool) -> _Decoded:
    """The first picture of a file, decoded; refused before that where it has too many pixels.

    A JPEG that ``keeps_pixels`` where nothing is to be changed is decoded at an eighth of its size:
    all of the file is read, and half the time is spared.
    """
    from PIL import Image, ImageFile

    try:
        with (
            process.changed(ImageFile, "LOAD_TRUNCATED_IMAGES", False),
            process.without_warning(Image.DecompressionBombWarning),
            process.without_warning(UserWarning),  # of broken tags beside the picture
        ):
            image = _opened(data, media_type, name)
            _refuse_many(image.width * image.height, name)
            if image.mode not in _MODES and not image.mode.startswith("I;16"):
                raise SourceError(error("image-mode", name=name, mode=image.mode))
            frames = getattr(image, "n_frames", 1)
            if keeps_pixels and media_type == "image/jpeg" and _needs_no_change(image):
                image.draft(None, (max(1, image.width // 8), max(1, image.height // 8)))
            image.load()
    except Image.DecompressionBombError as caught:
        raise SourceError(error("image-bomb", name=name, most=MAX_IMAGE_PIXELS)) from caught
    except (OSError, SyntaxError, ValueError, RuntimeError, EOFError) as caught:
        raise SourceError(error("image-broken", name=name, reason=str(caught))) from caught
    return _Decoded(image, media_type, frames)


def _opened(data: bytes, media_type: str, name: str) -> PillowImage:
    """The picture, not decoded yet."""
    from PIL import Image

    if media_type != "image/heic":
        return Image.open(io.BytesIO(data), formats=[_KINDS[media_type]])
    opened = _heif(data, name)
    _refuse_many(opened.size[0] * opened.size[1], name)
    image: PillowImage = opened.to_pillow()
    return image


def _heif(data: bytes, name: str) -> Any:
    """The head of a HEIC picture. Raises SourceError where pi-heif is not installed."""
    try:
        heif: Any = importlib.import_module("pi_heif")
    except ImportError as caught:
        raise SourceError(error("image-heic", name=name)) from caught
    return heif.open_heif(io.BytesIO(data), convert_hdr_to_8bit=True)


def _refuse_many(pixels: int, name: str) -> None:
    if pixels > MAX_IMAGE_PIXELS:
        raise SourceError(error("image-pixels", name=name, pixels=pixels, most=MAX_IMAGE_PIXELS))


def _left_out(decoded: _Decoded, name: str) -> Iterator[Problem]:
    """What of a file of several pictures is not taken. The second one in a JPEG is a preview of it."""
    if decoded.frames > 1 and decoded.media_type == "image/tiff":
        yield warning("image-first-page", name=name, pages=decoded.frames)
    elif decoded.frames > 1 and decoded.media_type not in {"image/jpeg", "image/heic"}:
        yield warning("image-first-frame", name=name, frames=decoded.frames)


def _assumed(image: Image, name: str) -> Iterator[Problem]:
    """That inks are assumed, where ``image`` has some and its own profile says nothing of them."""
    profile = image.info.get("icc_profile")
    if image.mode == "CMYK" and not (profile and _transform(profile, "CMYK")):
        yield note("image-inks-assumed", name=name, condition=INKS_CONDITION)


def _needs_no_change(image: Image) -> bool:
    """Whether the pixels of ``image`` are sRGB, opaque, of 8 bits, and stand upright."""
    if image.mode not in {"1", "L", "P", "RGB"} or "transparency" in image.info:
        return False
    if _turned(image) is not image:
        return False
    profile = image.info.get("icc_profile")
    if profile:
        return _means_srgb(profile, "L" if image.mode in {"1", "L"} else "RGB")
    return _gamma(image) is None


def _turned(image: Image) -> Image:
    """``image`` as the camera was held (Exif 0x0112, else XMP); itself where nothing is to be done.

    What cameras write there is often broken, and no reason to refuse a picture that can be seen.
    """
    from PIL import ImageOps

    said = image.info.get("exif", b"") or image.info.get("xmp") or "XML:com.adobe.xmp" in image.info
    if not said or image.getexif().get(0x0112, 1) == 1:
        return image
    return ImageOps.exif_transpose(image)


def _gamma(image: Image) -> float | None:
    """The gamma of a PNG (11.3.2.2, gAMA) whose colours are not meant as sRGB, else None."""
    gamma = image.info.get("gamma")
    if not isinstance(gamma, float) or "srgb" in image.info or gamma <= 0:
        return None
    return gamma if abs(gamma - _SRGB_GAMMA) > _GAMMA_OFF else None


def _as_seen(image: Image, name: str) -> tuple[Image, list[Problem]]:
    """``image`` upright, opaque, L or RGB in sRGB; and what had to be assumed."""
    told: list[Problem] = []
    profile, gamma = image.info.get("icc_profile") or b"", _gamma(image)
    upright = _turned(image)
    if upright.mode.startswith("I;16"):
        upright = _of_8_bits(upright)
    alpha = _alpha(upright)
    if upright.mode == "CMYK":
        told = [*_assumed(image, name)]
        made = _through(_inks_profile() if told else profile, upright)
        assert made is not None
        return made, told
    if upright.mode == "LAB":
        return _from_lab(upright), told
    grey = upright.mode in {"1", "L", "LA", "La"} and "transparency" not in upright.info
    colours = upright.convert("L" if grey else "RGB")
    colours = _through(profile, colours) or colours
    if gamma is not None:
        lut = [round(255 * (v / 255) ** (_SRGB_GAMMA / gamma)) for v in range(256)]
        colours = colours.point(lut * len(colours.getbands()))
    if alpha is not None:
        from PIL import Image

        colours = Image.composite(colours, Image.new(colours.mode, colours.size, "white"), alpha)
    return colours, told


def _alpha(image: Image) -> Image | None:
    """How opaque each pixel is, or None where all are."""
    if image.mode not in {"LA", "La", "PA", "RGBA", "RGBa"} and "transparency" not in image.info:
        return None
    alpha = image.convert("RGBA").getchannel("A")
    return None if alpha.getextrema() == (255, 255) else alpha


def _of_8_bits(image: Image) -> Image:
    """A grey picture of 16 bits with the upper eight: Pillow's own conversion cuts bright ones off."""
    from PIL import Image

    raw = image.convert("I;16").tobytes()
    made = Image.frombytes("L", image.size, raw[1::2])
    made.info = {k: v for k, v in image.info.items() if k == "icc_profile"}
    return made


def _through(profile: bytes, image: Image) -> Image | None:
    """``image`` (L, RGB or CMYK) in sRGB through its ``profile``; None where that one is of no use."""
    from PIL import ImageCms

    transform = _transform(profile, image.mode) if profile else None
    if transform is None:
        return None
    made = ImageCms.applyTransform(image, transform)
    assert made is not None
    return made.convert("L") if image.mode == "L" else made


@lru_cache(maxsize=8)
def _transform(profile: bytes, mode: str) -> Any:
    """What brings pixels of ``mode`` to sRGB; None for a profile that is broken, or of other colours.

    Relative colorimetric with black point compensation, as editors of photographs do it.
    """
    from PIL import ImageCms

    if len(profile) > _MAX_PROFILE_BYTES:
        return None
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if _PROFILE_MODES.get(source.profile.xcolor_space.strip()) != mode:
            return None
        return ImageCms.buildTransform(
            source, ImageCms.createProfile("sRGB"), mode, "RGB",
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )  # fmt: skip
    except (OSError, ImageCms.PyCMSError):
        return None


@lru_cache(maxsize=16)
def _means_srgb(profile: bytes, mode: str) -> bool:
    """Whether colours look the same through ``profile`` as without it: asked of 9³ of them."""
    from PIL import Image, ImageCms

    transform = _transform(profile, mode)
    if transform is None:
        return True
    levels = [round(i * 255 / 8) for i in range(9)]
    raw = bytes(levels) if mode == "L" else bytes(
        channel for r in levels for g in levels for b in levels for channel in (r, g, b)
    )  # fmt: skip
    before = Image.frombytes(mode, (len(raw) // len(mode), 1), raw)
    after = ImageCms.applyTransform(before, transform)
    assert after is not None
    seen = after.convert(mode).tobytes()
    return all(abs(one - other) <= _NEARLY for one, other in zip(raw, seen, strict=True))


@lru_cache(maxsize=1)
def _inks_profile() -> bytes:
    return (assets.templates_folder() / "press" / INKS_PROFILE).read_bytes()


def _from_lab(image: Image) -> Image:
    """A picture in CIELAB (D50) as sRGB."""
    from PIL import ImageCms

    lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
    transform = ImageCms.buildTransform(lab, srgb, "LAB", "RGB")
    made = ImageCms.applyTransform(image, transform)
    assert made is not None
    return made


def _stored(image: Image, decoded: _Decoded, data: bytes) -> bytes:
    """``image`` as PNG where the file it comes from lost nothing and it is a drawing, else as JPEG."""
    image.info = {}
    out = io.BytesIO()
    exact = decoded.media_type in {"image/tiff", "image/gif"} or b"VP8L" in data[:64]
    if decoded.media_type == "image/png" or (exact and image.getcolors(FEW_COLOURS) is not None):
        image.save(out, "PNG", optimize=False)
    else:
        image.save(out, "JPEG", quality=QUALITY, subsampling=_sampling(decoded, exact=exact))
    return out.getvalue()


def _sampling(decoded: _Decoded, *, exact: bool) -> int:
    """The chroma subsampling of the source, as Pillow counts: 0 none, 1 halves the width, 2 both."""
    from PIL import JpegImagePlugin

    if decoded.media_type == "image/jpeg":
        return max(0, JpegImagePlugin.get_sampling(decoded.image))
    return 0 if exact else 2


_END_OF_SCAN = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
"""The next marker in compressed data, where 255 is followed by 0, or restarts it (T.81, B.1.1.5)."""


def bare_jpeg(data: bytes) -> bytes | None:
    """A JPEG file without anything but its pixels, which stay as they are; None where it is unsound.

    What is left behind: APP segments but for JFIF's and Adobe's, which say how colours are stored;
    comments; thumbnails; and what follows the picture: previews, depth maps, films (ITU-T T.81, B.1).
    """
    kept, at = [data[:2]], 2
    while at + 4 <= len(data) or data[at : at + 2] == b"\xff\xd9":
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if marker == 0xFF:  # filling
            at += 1
            continue
        if marker == 0xD9:
            return b"".join([*kept, b"\xff\xd9"])
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        kept.append(_bare_segment(marker, data[at:end]))
        if marker == 0xDA:
            found = _END_OF_SCAN.search(data, end)
            if found is None:
                return None
            kept.append(data[end : found.start()])
            end = found.start()
        at = end
    return None


def _bare_segment(marker: int, segment: bytes) -> bytes:
    """What of a segment is kept: all of one that decoding needs, of JFIF and Adobe the bare form."""
    if marker == 0xE0 and segment[4:9] == b"JFIF\0":
        return b"\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"
    if marker == 0xEE and segment[4:9] == b"Adobe" and len(segment) >= 16:
        return b"\xff\xee\0\x0e" + segment[4:16]
    return b"" if 0xE0 <= marker <= 0xEF or marker == 0xFE else segment


_PIXEL_CHUNKS = {b"IHDR", b"PLTE", b"IDAT", b"IEND"}


def bare_png(data: bytes) -> bytes | None:
    """A PNG file with its pixels alone, which stay as they are; None where it is unsound (PNG, 5.3)."""
    kept, at = [data[:8]], 8
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        kind = data[at + 4 : at + 8]
        if kind in _PIXEL_CHUNKS:
            kept.append(data[at:end])
        if kind == b"IEND":
            return b"".join(kept)
        at = end
    return None


_BARE: Mapping[str, Callable[[bytes], bytes | None]] = {
    "image/jpeg": bare_jpeg,
    "image/png": bare_png,
}
"""What strips a kind of file that may keep its pixels."""
