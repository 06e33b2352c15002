"""Verification: every expected code is read from the bytes of its file, and no other."""

from __future__ import annotations

import pytest

from brochure.codes import encoder, pdf, svg_png, verification
from brochure.errors import ProofError
from brochure.facts import ExpectedCode, Facts
from brochure.kit import Artifact

URL, OTHER = "https://exemple.org/a", "https://exemple.org/b"


def made(media_type: str, payload: str) -> bytes:
    matrix = encoder.encode(payload)
    if media_type == "image/png":
        return svg_png.png(matrix)
    if media_type == "application/pdf":
        return pdf.pdf_file(matrix, ("Un code", "fr"), 42.0)
    return svg_png.svg(matrix, "Un code").encode()


TYPES = ["image/png", "image/svg+xml", "application/pdf"]


@pytest.mark.parametrize("media_type", TYPES)
def test_a_file_says_the_code_that_it_holds(media_type: str) -> None:
    facts = Facts(codes=(ExpectedCode(payload=URL),))
    assert list(verification.differences("a", media_type, made(media_type, URL), facts)) == []


@pytest.mark.parametrize("media_type", TYPES)
def test_another_code_is_told_with_both_texts(media_type: str) -> None:
    facts = Facts(codes=(ExpectedCode(payload=URL),))
    found = list(verification.differences("a", media_type, made(media_type, OTHER), facts))
    assert [problem.id for problem in found] == ["code-unread", "code-unasked"]
    said = " ".join(map(str, found))
    assert URL in said
    assert OTHER in said


@pytest.mark.parametrize("media_type", TYPES)
def test_verifying_names_the_file(media_type: str) -> None:
    facts = Facts(codes=(ExpectedCode(payload=URL),))
    artifact = Artifact(path="qr/x", media_type=media_type, data=made(media_type, OTHER), facts=facts)
    with pytest.raises(ProofError, match="qr/x"):
        verification.verify(artifact)


def test_an_svg_that_cannot_be_drawn_for_certain_is_not_read() -> None:
    facts = Facts(codes=(ExpectedCode(payload=URL),))
    data = made("image/svg+xml", URL).replace(b"</svg>", b"<script/></svg>")
    with pytest.raises(ProofError) as caught:
        verification.verify(Artifact(path="a.svg", media_type="image/svg+xml", data=data, facts=facts))
    assert [problem.id for problem in caught.value.problems] == ["codes-not-read"]


def test_small_modules_are_drawn_larger_up_to_the_most() -> None:
    def dpi(*modules_mm: float) -> float:
        codes = [ExpectedCode(payload=URL, module_mm=mm) for mm in modules_mm]
        return verification.enough_dpi(codes, 4, 150)

    assert dpi() == 150
    assert dpi(0.0) == 150  # not known
    assert dpi(1.0) == pytest.approx(101.6)
    assert dpi(1.0, 0.4) == 150
    assert dpi(10.0) == 72
