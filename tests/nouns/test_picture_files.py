"""Picture files: whatever people have becomes clean sRGB, and says nothing but its pixels."""

from __future__ import annotations

import base64
import importlib.util
import io
import struct
import zlib
from collections.abc import Callable, Mapping

import pytest
from PIL import Image, ImageChops, ImageCms, features

from brochure import assets, picture_files
from brochure.errors import SourceError
from brochure.picture_files import (
    PictureFile,
    Pictures,
    bare_jpeg,
    bare_png,
    clean,
    cleaned,
    is_clean,
    media_type_of,
)

SAID = "Rue-Secrete-7"
TERRACOTTA = (200, 80, 40)
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
CMYK = (assets.templates_folder() / "press" / picture_files.INKS_PROFILE).read_bytes()


def stored(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def flat(mode: str = "RGB", colour: object = TERRACOTTA) -> Image.Image:
    return Image.new(mode, (64, 48), colour)  # type: ignore[arg-type]


def scene() -> Image.Image:
    return Image.merge("RGB", [Image.linear_gradient("L").rotate(turn) for turn in (0, 90, 180)])


def telling() -> dict[str, object]:
    """What a camera and an agency write: place, device, author, a packet of XMP."""
    exif = Image.Exif()
    exif[0x010F], exif[0x013B] = SAID, SAID
    exif.get_ifd(0x8825)[1], exif.get_ifd(0x8825)[29] = "N", SAID
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{SAID}</x:xmpmeta>".encode()
    return {"exif": exif, "xmp": xmp}


def wide_profile() -> bytes:
    """The profile of an RGB space that is not sRGB: red and blue are each other's."""
    data = bytearray(SRGB.tobytes())
    count = int.from_bytes(data[128:132], "big")
    for at in range(132, 132 + 12 * count, 12):
        data[at : at + 4] = {b"rXYZ": b"bXYZ", b"bXYZ": b"rXYZ"}.get(
            bytes(data[at : at + 4]), bytes(data[at : at + 4])
        )
    return bytes(data)


def in_inks() -> Image.Image:
    transform = ImageCms.buildTransform(
        SRGB, io.BytesIO(CMYK), "RGB", "CMYK",
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )  # fmt: skip
    made = ImageCms.applyTransform(flat(), transform)
    assert made is not None
    return made


def in_lab() -> Image.Image:
    lab = ImageCms.createProfile("LAB")
    made = ImageCms.applyTransform(flat(), ImageCms.buildTransform(SRGB, lab, "RGB", "LAB"))
    assert made is not None
    return made


def deep_png() -> bytes:
    """RGB of 16 bits a channel, which Pillow reads and does not write."""
    row = b"\0" + struct.pack(">3H", *(v * 257 for v in TERRACOTTA)) * 64
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", 64, 48, 16, 2, 0, 0, 0)), (b"IDAT", zlib.compress(row * 48)),
        (b"IEND", b""),
    ]  # fmt: skip
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


AS_PEOPLE_HAVE_THEM: Mapping[str, Callable[[], bytes]] = {
    "JPEG": lambda: stored(flat(), "JPEG", quality=95),
    "progressive JPEG": lambda: stored(flat(), "JPEG", quality=95, progressive=True),
    "PNG": lambda: stored(flat(), "PNG"),
    "WebP": lambda: stored(flat(), "WEBP", lossless=True),
    "CMYK JPEG with its profile": lambda: stored(in_inks(), "JPEG", quality=95, icc_profile=CMYK),
    "CMYK JPEG without": lambda: stored(in_inks(), "JPEG", quality=95),
    "CMYK TIFF": lambda: stored(in_inks(), "TIFF", icc_profile=CMYK),
    "Lab TIFF": lambda: stored(in_lab(), "TIFF"),
    "GIF": lambda: stored(flat(), "GIF"),
    "16 bits": deep_png,
    "RGB through another profile": lambda: stored(
        flat(colour=TERRACOTTA[::-1]), "PNG", icc_profile=wide_profile()
    ),
    "palette": lambda: stored(flat().quantize(4), "PNG"),
}


@pytest.mark.parametrize("name", AS_PEOPLE_HAVE_THEM)
def test_a_picture_has_its_colour_whatever_it_comes_in(name: str) -> None:
    data, _ = clean(AS_PEOPLE_HAVE_THEM[name](), "a")
    image = opened(data)
    assert image.format in {"JPEG", "PNG"}
    assert image.mode in {"RGB", "P", "L"}
    assert image.convert("RGB").getpixel((30, 20)) == pytest.approx(TERRACOTTA, abs=7)
    assert "icc_profile" not in image.info
    assert clean(data, "a") == (data, [])  # clean already
    assert clean(AS_PEOPLE_HAVE_THEM[name](), "a")[0] == data


@pytest.mark.skipif(not features.check("avif"), reason="this Pillow reads no AVIF")
def test_avif_is_taken() -> None:
    data, _ = clean(stored(flat(), "AVIF"), "a.avif")
    assert opened(data).getpixel((9, 9)) == pytest.approx(TERRACOTTA, abs=7)


def test_grey_of_16_bits_keeps_its_bright_parts() -> None:
    data, _ = clean(stored(flat("I;16", 0xB000), "PNG"), "a.png")
    assert opened(data).getpixel((5, 5)) == 0xB0


def test_a_linear_png_is_brightened_as_browsers_do() -> None:
    plain = stored(flat("L", 55), "PNG")
    at = plain.index(b"IDAT") - 4
    gamma = b"gAMA" + struct.pack(">I", 100_000)
    chunk = struct.pack(">I", 4) + gamma + struct.pack(">I", zlib.crc32(gamma))
    data, _ = clean(plain[:at] + chunk + plain[at:], "a.png")
    assert opened(data).getpixel((5, 5)) == pytest.approx(127, abs=2)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "PA"])
def test_what_shines_through_lies_on_white(mode: str) -> None:
    image = flat("RGBA", (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), (0, 0, 32, 48))
    data, _ = clean(stored(image.convert(mode) if mode != "PA" else image.quantize(8), "PNG"), "a.png")
    seen = opened(data).convert("RGB")
    assert (seen.getpixel((5, 5)), seen.getpixel((60, 5))) == ((0, 0, 0), (255, 255, 255))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_turned_picture_stands_upright(kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    image = flat()
    image.paste((0, 0, 255), (0, 0, 64, 24))  # the upper half is blue as stored: the right one as seen
    data, _ = clean(stored(image, kind, exif=exif), "a")
    seen = opened(data).convert("RGB")
    assert seen.size == (48, 64)
    assert seen.getpixel((40, 30)) == pytest.approx((0, 0, 255), abs=12)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_nothing_is_left_of_what_a_file_says(kind: str) -> None:
    said = telling()
    if kind == "TIFF":
        said = {"exif": said["exif"], "description": SAID}
    dirty = stored(scene(), kind, **said)
    assert SAID.encode() in dirty
    data, _ = clean(dirty, "a")
    assert SAID.encode() not in data
    assert not opened(data).getexif()


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_rows": 1}])
def test_a_jpeg_keeps_its_pixels_and_loses_its_words(options: dict[str, object]) -> None:
    whole = stored(scene(), "JPEG", quality=70, comment=SAID, **telling(), **options)
    dirty = whole + b"ftypmp42" + SAID.encode()  # a film, as telephones append
    data, told = clean(dirty, "a.jpg")
    assert SAID.encode() not in data
    assert not ImageChops.difference(opened(data), opened(whole)).getbbox()
    assert told == []


def test_a_png_keeps_its_pixels_and_loses_its_words() -> None:
    data, _ = clean(stored(scene(), "PNG", icc_profile=SRGB.tobytes(), **telling()), "a.png")
    assert not ImageChops.difference(opened(data), scene()).getbbox()
    assert b"iCCP" not in data


def test_an_unsound_jpeg_is_not_copied_by_its_segments() -> None:
    whole = stored(scene(), "JPEG")
    assert bare_jpeg(whole[: len(whole) // 2]) is None
    assert bare_jpeg(b"\xff\xd8no segment at all") is None
    assert bare_png(stored(scene(), "PNG")[:-12]) is None


def test_the_first_picture_is_taken_and_the_others_are_told() -> None:
    frames = [flat(), flat(colour=(0, 0, 255))]
    moving = {"save_all": True, "append_images": frames[1:]}
    for kind, id_ in (("GIF", "image-first-frame"), ("PNG", "image-first-frame"),
                      ("TIFF", "image-first-page")):  # fmt: skip
        data, told = clean(stored(frames[0], kind, **moving), "a")
        assert [problem.id for problem in told] == [id_], kind
        assert opened(data).convert("RGB").getpixel((9, 9)) == pytest.approx(TERRACOTTA, abs=3)


def test_the_preview_that_a_telephone_keeps_in_its_jpeg_is_no_second_picture() -> None:
    double = stored(scene(), "MPO", save_all=True, append_images=[flat()], quality=80)
    data, told = clean(double, "a.jpg")
    assert told == []
    assert len(data) < len(double)
    assert not ImageChops.difference(opened(data), opened(double)).getbbox()


def test_inks_without_a_paper_are_told() -> None:
    _, told = clean(stored(in_inks(), "JPEG"), "a.jpg")
    assert [(problem.id, problem.severity) for problem in told] == [("image-inks-assumed", "note")]


def test_pages_made_in_python_have_clean_pictures_too() -> None:
    clean_already = {"a.png": stored(scene(), "PNG")}
    assert cleaned(clean_already) == clean_already
    dirty = {
        "a.jpg": stored(scene(), "JPEG", **telling()),
        "b.jpg": stored(in_inks(), "JPEG"),
        **clean_already,
    }
    made = cleaned(dirty)
    assert [*made] == [*dirty]
    assert all(is_clean(data) for data in made.values())
    assert not any(is_clean(dirty[name]) for name in ("a.jpg", "b.jpg"))
    assert not is_clean(b"\x89PNG\r\n\x1a\n")


@pytest.mark.parametrize(
    "given",
    [
        stored(scene(), "JPEG", **telling()),
        stored(in_inks(), "JPEG"),
        stored(scene(), "GIF", save_all=True, append_images=[flat()]),
        stored(scene(), "TIFF", save_all=True, append_images=[flat()]),
    ],
    ids=["turned", "inks", "moving", "pages"],
)
def test_a_glance_tells_what_decoding_would_and_decodes_nothing(
    given: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    shorter, told = PictureFile(name="a", given=given).glance()
    file = PictureFile(name="a", given=given)
    assert file.decode() == told
    assert file.decode() == []
    assert min(opened(file.data).size) == shorter == file.glance()[0]
    monkeypatch.setattr(Image.Image, "load", None)
    assert PictureFile(name="a", given=given).glance() == (shorter, told)
    assert (
        file.origin
        == PictureFile(name="a", given=given).origin
        != PictureFile(name="a", given=file.data).origin
    )


def test_what_is_broken_is_told_when_it_is_decoded() -> None:
    for broken in (b"GIF89a", stored(scene(), "PNG")[:60]):
        file = PictureFile(name="a.png", given=broken)
        assert file.glance()[1] == []
        for _ in range(2):
            with pytest.raises(SourceError, match=r"a\.png"):
                file.decode()
        assert not Pictures.of([file]).are_decoded


def test_a_broken_profile_does_not_keep_a_picture_out() -> None:
    data, _ = clean(stored(flat(), "PNG", icc_profile=b"no profile" * 30), "a.png")
    assert opened(data).getpixel((5, 5)) == TERRACOTTA


def refused(data: bytes) -> str:
    with pytest.raises(SourceError) as caught:
        clean(data, "a.png")
    (problem,) = caught.value.problems
    return problem.id


def test_what_is_no_picture_is_refused() -> None:
    assert refused(b"no picture at all") == "image-kind"
    assert refused(stored(scene(), "PNG")[:-300]) == "image-broken"
    assert refused(b"II*\0" + b"\xff" * 60) == "image-broken"
    assert refused(stored(flat("F", 0.5), "TIFF")) == "image-mode"


def test_too_many_pixels_are_counted_before_they_are_decoded() -> None:
    head = struct.pack(">IIBBBBB", 10_000, 6_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    body = struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))
    assert refused(b"\x89PNG\r\n\x1a\n" + chunk + body) == "image-pixels"


HEIC = base64.b85decode(
    "0000SW^{RQXk}?*00000ZE0pPXk}?*ZE0a<00042ZDn*}000000000XXk=`10000000000aA{+7000000000000000"
    "00000B57=IV*mgE07O6l0RRC200001dH?|c000000015U001LtX>Mi!000000RR916=`l}WdZ;I000310BCk&F#rGn"
    "01j|zbZr0t000010002iX>f9I0002DX>en20001ZXm(>m0RwOV0058x000009`FGC{rLC*01pFT0096PKmiN^|NjGU"
    "00093kN^M!000939=ZZRVE_RDD?$MQ18@KU0|1Z!00RI30{|YNAb|yz>PacCZUPz%2mk;B0LTCU0{{p>VgLaE2SfqE"
    "a<C#m0000JV{dG7ZewhC0096E00w{n000zeb8uw<00000002M$002M$000nhX?SS>000032nYxO000+haBX1#00000"
    "000310R({p0|Wp7048l@VRQfh02(L(uL<BGIdxzE_o09P^c>uW=XH_La}QsD"
)
"""A square of terracotta as telephones store it (ISO/IEC 23008-12)."""

HEIC_HEAD = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"


def test_heic_has_a_way_out_where_its_part_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(SourceError, match=r"brochure\[heic\].*Most Compatible"):
        clean(HEIC_HEAD + b"\0" * 40, "IMG_1.HEIC")


@pytest.mark.skipif(not importlib.util.find_spec("pi_heif"), reason="pi-heif is an extra")
def test_heic_is_taken() -> None:
    assert opened(clean(HEIC, "a.heic")[0]).getpixel((9, 9)) == pytest.approx(TERRACOTTA, abs=7)


@pytest.mark.skipif(not importlib.util.find_spec("pi_heif"), reason="pi-heif is an extra")
def test_a_broken_heic_is_told_to_be_broken() -> None:
    assert refused(HEIC_HEAD + b"\0" * 40) == "image-broken"


def test_kinds_are_told_by_their_first_bytes() -> None:
    assert media_type_of(b"\x89PNG\r\n\x1a\n") == "image/png"
    assert media_type_of(b"\xff\xd8\xff\xe0") == "image/jpeg"
    assert media_type_of(b"RIFF0000WEBP") == "image/webp"
    assert media_type_of(HEIC_HEAD) == "image/heic"
    assert media_type_of(b"\0\0\0\x1cftypmif1\0\0\0\0avifmif1miaf") == "image/avif"
    assert media_type_of(b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom") == ""
    assert media_type_of(b"RIFF0000WAVE") == media_type_of(b"<svg/>") == ""
