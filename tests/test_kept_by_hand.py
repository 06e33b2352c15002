"""What is kept by hand only for speed stands in one list, which is as the package is."""

from __future__ import annotations

import runpy
from typing import Any

import pytest

from tests.conftest import ROOT

LIST = "benchmarks/kept_by_hand.py"


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The names of the list's module; nothing is measured."""
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    return runpy.run_path(str(ROOT / LIST))


def test_each_row_can_be_made_plain_in_the_package_as_it_is(kept: dict[str, Any]) -> None:
    assert len(kept["KEPT"]) > 5
    for name, row in kept["KEPT"].items():
        assert row.edits or row.package, name
        assert set(row.commands) <= kept["COMMANDS"].keys(), name
        texts = {edit.file: (ROOT / "brochure" / edit.file).read_text("utf-8") for edit in row.edits}
        for edit in row.edits:
            texts[edit.file] = kept["edited"](texts[edit.file], edit)
        for file, text in texts.items():
            compile(text, file, "exec")


def test_a_row_of_what_is_gone_is_found(kept: dict[str, Any]) -> None:
    edit = kept["Edit"]("building/digest.py", "there is no such line", "")
    with pytest.raises(
        ValueError, match=r"brochure/building/digest\.py: 'there is no .*' stands there 0 times"
    ):
        kept["edited"]("import os\n", edit)
