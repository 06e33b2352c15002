"""Hostile documents end with a named problem, and nothing else does; `make attack` tries them all."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from tests.attack.documents import Document, documents
from tests.attack.running import run_batch, run_document

LIMIT_S = 3.0

ALONE = {
    "font": ("group-of-4e9", "pipe"), "template": ("percent", "range"),
    "theme": ("brackets-of-a-page",),
    "programme": ("columns.csv", "pipe.ics"), "kit": ("page", "picture-30000"),
    "pdf": ("forms", "stream-500-mb"), "image": ("qr-comment-200-mb.png", "qr-zero"),
    "profile": ("tags",),
}  # fmt: skip
TOGETHER = {
    "page": (
        "picture-in-base64-30000", "drawing-in-the-text-4000", "paragraphs-13000",
        "lists-on-one-line-100000", "brackets-of-yaml-10000",
    ),
    "picture": ("pixels-2e31.png", "pipe"),
}  # fmt: skip
"""The worst of each kind, by what they did before there were limits."""


@cache
def known(kind: str) -> Mapping[str, Document]:
    return {one.name: one for one in documents([kind])}


def test_there_are_hundreds_of_documents_and_no_two_of_one_name() -> None:
    everything = [(one.kind, one.name) for one in documents()]
    assert len({*everything}) == len(everything) >= 200


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind in ALONE for name in ALONE[kind]])
def test_a_document_alone_ends_with_a_named_problem(kind: str, name: str, tmp_path: Path) -> None:
    outcome = run_document(known(kind)[name], tmp_path, LIMIT_S)
    assert outcome.fault == ""
    assert outcome.problem


@pytest.mark.slow
def test_pages_together_end_each_with_its_own_and_the_others_are_untouched(tmp_path: Path) -> None:
    chosen = [known(kind)[name] for kind in TOGETHER for name in TOGETHER[kind]]
    *hostile, ordinary = run_batch(chosen, tmp_path, 20.0)
    assert {outcome.name: outcome.fault for outcome in hostile if outcome.fault} == {}
    assert ordinary.fault == ""
