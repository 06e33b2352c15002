"""docs/python.md: its examples run as they stand, in their order."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT

TEXT = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", TEXT, flags=re.DOTALL)


@pytest.mark.slow
def test_every_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "pages", tmp_path / "pages")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for example in EXAMPLES:
        exec(compile(example, "docs/python.md", "exec"), names)  # noqa: S102 - our own documentation
    assert len(EXAMPLES) >= 5


def test_an_example_that_does_not_hold_is_found() -> None:
    with pytest.raises(AssertionError):
        exec(EXAMPLES[0].splitlines()[0] + "\nassert not brochure.__version__")  # noqa: S102
