"""Telling: what a page says elsewhere, what checking finds, what a picture is; in guarded processes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from brochure import picture_files
from brochure.checking.kits import check_artifacts
from brochure.checking.report import Report
from brochure.codes import encoder, limits
from brochure.errors import AddressError, SourceError
from brochure.kit import Artifact
from brochure.logo import read_logo
from brochure.networks import link_previews
from brochure.page import Page
from brochure.problems import error
from brochure.share import rendering
from brochure.studio import inspecting
from brochure.text.content import content_of

CODE_MM = 30.0
"""How large a code is shown, in millimetres, if its modules are large enough then."""


def told_elsewhere(path: Path, payloads: Mapping[str, str]) -> dict[str, Any]:
    """What the page at ``path`` says of itself to programs and networks; in a guarded process.

    ``payloads`` are those of its codes by their files. Raises SourceError.
    """
    page, theme = inspecting.read_in_theme(path)
    try:
        head = rendering.head_block(page, theme)
    except AddressError:
        head = ""
    return {
        "head": head,
        "previews": _previews(page),
        "codes": [
            {"path": file, "label": Path(file).stem, "payload": payload, "size_mm": _size_mm(payload)}
            for file, payload in payloads.items()
        ],
    }


def _size_mm(payload: str) -> float:
    """How wide a code is printed so that it is read well."""
    return round(max(CODE_MM, limits.GOOD_MODULE_MM * encoder.encode(payload).size), 1)


def _previews(page: Page) -> list[dict[str, Any]]:
    content = content_of(page)
    title, description = content.page.title, content.description
    host = content.address.host.removeprefix("www.") if content.address else ""
    return [
        {
            "network": network.key, "name": network.name, "ratio": layout.ratio, "small": layout.small,
            "over": layout.over, "host": host, "title": link_previews.shortened(title, layout.title),
            "description": link_previews.shortened(description, layout.description)
            if layout.description else "",
            "cut": len(title) > layout.title and not layout.over,
        }
        for network, layout in link_previews.layouts()
    ]  # fmt: skip


def looked_over(files: Sequence[Artifact]) -> Report:
    """What checking finds in ``files``; in a guarded process."""
    return check_artifacts(files)


def clean_picture(data: bytes, name: str) -> tuple[bytes, str]:
    """A photograph without what a camera wrote into it, and the ending of its name. SourceError."""
    clean, _ = picture_files.clean(data, name)
    return clean, ".png" if picture_files.media_type_of(clean) == "image/png" else ".jpg"


def clean_logo(data: bytes, name: str) -> tuple[bytes, str]:
    """A logo as it is, once it was read as one. Raises SourceError."""
    read_logo(data, name)
    return data, PurePosixPath(name).suffix.lower()


def answer_of(data: bytes) -> dict[str, str]:
    """The answer in a page of approval that was filled in: ``name``, ``date``, ``remarks``, ``page``.

    Raises SourceError where there is none.
    """
    from lxml import etree, html

    try:
        (element,) = html.document_fromstring(data).xpath("//script[@id='approval-answer']")
        answer = json.loads(element.text or "")
        found = {key: str(answer[key])[:most] for key, most in _ANSWER.items()}
    except (ValueError, KeyError, TypeError, etree.LxmlError):
        raise SourceError(error("studio-answer-none")) from None
    if not found["name"].strip():
        raise SourceError(error("studio-answer-none"))
    return found


_ANSWER = {"name": 200, "date": 40, "remarks": 5000, "page": 64}
"""What an answer says, each in at most so many characters."""
