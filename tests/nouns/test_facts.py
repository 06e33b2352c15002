"""What a manifest says of a file is read back as it was written, by every field."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.facts import ExpectedCode, Facts, ManifestError, PressFacts
from brochure.kit import FORMAT, Entry, Manifest, ManifestFormatError
from brochure.problems import Text, warning

TEXT = st.text(max_size=20)
CODES = st.builds(
    ExpectedCode, payload=TEXT, page=st.integers(1, 400), alt=TEXT, module_mm=st.floats(0, 9)
)
AREAS = st.lists(st.tuples(st.integers(1, 9), st.floats(0, 1), st.floats(0, 1)), max_size=2)
PRESS = st.builds(
    PressFacts,
    trim_mm=st.tuples(st.integers(1, 900), st.integers(1, 900)),
    bleed_mm=st.floats(0, 10),
    condition=TEXT,
    multiple=st.integers(1, 8),
)
WARNINGS = st.builds(
    lambda count, name: warning("x", lines=Text("lines", count=count), name=name), st.integers(), TEXT
)
FACTS = st.builds(
    Facts,
    title=TEXT,
    pages=st.integers(0, 400),
    variants=st.lists(TEXT, max_size=3).map(tuple),
    codes=st.lists(CODES, max_size=3).map(tuple),
    warnings=st.lists(WARNINGS, max_size=3).map(tuple),
    press=st.none() | PRESS,
    areas=st.lists(st.tuples(st.integers(1, 9), st.floats(0, 1), st.floats(0, 1)), max_size=2).map(
        tuple
    ),
    shows=st.lists(TEXT, max_size=3).map(tuple),
    could_show=st.lists(TEXT, max_size=3).map(tuple),
    grid=st.booleans(),
    square_crop_loses=TEXT,
)


@given(FACTS)
def test_facts_are_read_back_as_they_were_written(facts: Facts) -> None:
    row = json.loads(json.dumps(facts.row()))
    assert Facts.of_row(row) == facts


def test_facts_that_say_nothing_are_not_written() -> None:
    assert Facts().row() == {}


@pytest.mark.parametrize(
    "row",
    [{"page": 4}, {"codes": [{"page": 4}]}, {"press": {"trim_mm": [210]}}, {"warnings": ["old"]}],
    ids=["unknown", "code without payload", "press without height", "warning of an older format"],
)
def test_damaged_facts_are_refused(row: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        Facts.of_row(row)


def manifest() -> Manifest:
    entry = Entry(path="a.pdf", product="pdf", media_type="application/pdf", size=1, sha256="0")
    return Manifest(
        title="T", lang="fr", url="", theme="agora", versions={}, digests={"pdf": "0"},
        state={"pdf": "0"}, files=(entry,),
    )  # fmt: skip


def test_a_manifest_says_its_format_and_is_read_back() -> None:
    data = manifest().to_json()
    assert json.loads(data)["format"] == FORMAT
    assert Manifest.from_json(data) == manifest()


@pytest.mark.parametrize(
    ("files", "english", "french"),
    [
        ([], "it lists no files", "il ne nomme aucun fichier"),
        ([{"path": "/a"}], "'/a' is not a file of a kit", "'/a' n’est pas un fichier d’un kit"),
        (
            [{"path": "a", "facts": {"x": 1}}],
            "unknown facts: x",
            "indications inconnues\u00a0: x",
        ),
    ],
    ids=["no files", "a path of the machine", "unknown facts"],
)
def test_a_manifest_of_something_else_is_refused_in_both_languages(
    files: list[object], english: str, french: str
) -> None:
    tree = json.loads(manifest().to_json()) | {"files": files}
    with pytest.raises(ManifestError) as caught:
        Manifest.from_json(json.dumps(tree).encode())
    assert (caught.value.reason.render("en"), caught.value.reason.render("fr")) == (english, french)


@pytest.mark.parametrize(("change", "newer"), [(1, True), (-1, False)])
def test_a_manifest_of_another_format_is_told(change: int, newer: bool) -> None:
    tree = json.loads(manifest().to_json()) | {"format": FORMAT + change}
    with pytest.raises(ManifestFormatError) as caught:
        Manifest.from_json(json.dumps(tree).encode())
    assert caught.value.newer is newer
