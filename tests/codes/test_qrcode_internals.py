"""What `brochure.codes.encoder` uses of the insides of python-qrcode, which a newer one must have."""

from __future__ import annotations

import ast
import inspect
import re
import tomllib
from collections.abc import Callable
from functools import partial
from importlib import import_module
from importlib.metadata import version
from operator import eq
from typing import Any

import pytest

from brochure.codes.encoder import LEVELS
from tests.conftest import ROOT

USED: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "qrcode.main.QRCode": (
        "draws the patterns of a version, without a border",
        lambda made: {"version", "error_correction", "border"} <= {*inspect.signature(made).parameters},
    ),
    "qrcode.main.QRCode.makeImpl": (
        "draws patterns and codewords with a mask, called with (test, mask_pattern)",
        lambda made: list(inspect.signature(made).parameters) == ["self", "test", "mask_pattern"],
    ),
    "qrcode.main.QRCode.setup_type_info": (
        "writes the format information, called with (test, mask_pattern)",
        lambda made: list(inspect.signature(made).parameters) == ["self", "test", "mask_pattern"],
    ),
    "qrcode.util.pattern_position": (
        "the centres of alignment patterns (ISO/IEC 18004, annex E)",
        lambda made: list(made(7)) == [6, 22, 38],
    ),
    "qrcode.util.BIT_LIMIT_TABLE": (
        "the data bits of each level and version (ISO/IEC 18004, table 7)",
        lambda made: [made[level][1] for level in (1, 0, 3, 2)] == [152, 128, 104, 72],
    ),
    "qrcode.util.PAD0": ("the first padding codeword (7.4.10)", lambda made: made == 0b11101100),
    "qrcode.util.PAD1": ("the second padding codeword (7.4.10)", lambda made: made == 0b00010001),
    "qrcode.base.rs_blocks": (
        "the Reed-Solomon blocks of a version and level (ISO/IEC 18004, table 9)",
        lambda made: (
            [(b.total_count, b.data_count) for b in made(5, 3)]
            == [(33, 15), (33, 15), (34, 16), (34, 16)]
        ),
    ),
    "qrcode.base.gexp": ("powers in GF(256) (7.5.2)", lambda made: [*map(made, (0, 8))] == [1, 29]),
    "qrcode.base.glog": ("logarithms in GF(256) (7.5.2)", lambda made: [*map(made, (1, 29))] == [0, 8]),
    **{
        f"qrcode.constants.ERROR_CORRECT_{level}": (
            "the number of a level (ISO/IEC 18004, table 12)",
            partial(eq, number),
        )
        for level, number in zip("LMQH", (1, 0, 3, 2), strict=True)
    },
}
"""Each by its name, what it is for, and whether it still does it."""

ATTRIBUTES: dict[str, Any] = {"data_cache": None, "modules": [[]]}
"""What a new QRCode has before anything is added; the first takes our codewords, the second is read."""


def lost(name: str) -> str:
    """What is wrong with an internal, in a sentence; "" when it is as it was."""
    what, is_right = USED[name]
    installed = f"qrcode {version('qrcode')}"
    way_out = "raise no bound of qrcode in pyproject.toml before brochure/codes does without it"
    place = name.split(".")
    try:
        module = import_module(".".join(place[:2]))
        made = module
        for part in place[2:]:
            made = getattr(made, part)
    except (ImportError, AttributeError):
        return f"{installed} has no {name}, which {what}: {way_out}"
    return "" if is_right(made) else f"{name} of {installed} is not what it was ({what}): {way_out}"


@pytest.mark.parametrize("name", USED)
def test_qrcode_has_each_internal_that_encoding_uses(name: str) -> None:
    assert lost(name) == ""


def test_a_new_code_has_the_attributes_that_encoding_sets_and_reads() -> None:
    from qrcode.main import QRCode

    made = QRCode(version=2, error_correction=0, border=0)
    for name, value in ATTRIBUTES.items():
        assert getattr(made, name, "nothing") == value, (
            f"qrcode {version('qrcode')} has no QRCode.{name}, which codes.encode sets or reads"
        )


def test_codewords_that_are_given_are_drawn_and_no_others_are_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from qrcode import main

    def refuse(*_: object) -> None:
        raise AssertionError(
            "makeImpl makes codewords of its own: data_cache is no longer what it draws"
        )

    monkeypatch.setattr(main.util, "create_data", refuse)
    drawn = []
    for codewords in ([0] * 44, [255] * 44):
        made = main.QRCode(version=2, error_correction=0, border=0)
        made.data_cache = codewords
        made.makeImpl(False, 0)
        drawn.append(made.modules)
    assert drawn[0] != drawn[1]


@pytest.mark.parametrize("name", ["qrcode.main.QRCode.makeImpl", "qrcode.util.BIT_LIMIT_TABLE"])
def test_one_that_is_gone_is_named_with_the_way_out(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(name)
    assert re.fullmatch(
        rf"qrcode \S+ has no {re.escape(name)}, which .*: raise no bound of qrcode in pyproject.*",
        lost(name),
    )
    monkeypatch.setattr(name, lambda: None, raising=False)
    if "makeImpl" in name:
        assert f"{name} of qrcode" in lost(name)


def test_every_name_that_is_taken_from_qrcode_is_in_the_list() -> None:
    taken = set()
    for path in (ROOT / "brochure").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "qrcode":
                taken |= {f"{node.module}.{alias.name}" for alias in node.names}
            elif isinstance(node, ast.Import):
                taken |= {alias.name for alias in node.names if alias.name.split(".")[0] == "qrcode"}
    modules = {"qrcode.base", "qrcode.constants"}  # those are imported whole, their names are above
    assert taken - modules <= set(USED)
    assert {name.removeprefix("qrcode.constants.ERROR_CORRECT_") for name in USED} >= set(LEVELS)


def test_qrcode_has_an_upper_bound_that_holds_what_is_installed() -> None:
    tree = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (wanted,) = (text for text in tree["project"]["dependencies"] if text.startswith("qrcode"))
    assert wanted == "qrcode>=8.2,<8.3"
    assert version("qrcode").startswith("8.2")
