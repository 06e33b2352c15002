"""All ways to install brochure install the same: .ci/install, docs/install.md, the container."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.conftest import ROOT

CONTAINER = ROOT / "integrations" / "container" / "Containerfile"


def libraries(script: str) -> set[str]:
    """The system libraries that a text names."""
    return set(re.findall(r"\blib[a-z\d.-]*\d", script))


def needed() -> set[str]:
    """What `make kit` installs with apt-get."""
    script = (ROOT / ".ci" / "install").read_text(encoding="utf-8")
    kit = script.partition("kit)")[2].partition(";;")[0]
    return set(re.findall(r"need (lib\S+)", kit))


@pytest.mark.parametrize("name", ["docs/install.md", "integrations/container/Containerfile"])
def test_the_same_libraries_are_installed_everywhere(name: str) -> None:
    assert len(needed()) == 4
    assert needed() <= libraries((ROOT / name).read_text(encoding="utf-8"))


def test_the_container_is_made_of_the_wheel_and_runs_as_nobody_special() -> None:
    lines = CONTAINER.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    steps = [line.partition(" ")[::2] for line in lines if line and not line.startswith("#")]
    names = [name for name, _ in steps]
    assert set(names) == {"FROM", "RUN", "COPY", "ENV", "USER", "WORKDIR", "ENTRYPOINT"}
    assert names[0] == "FROM"
    assert dict(steps)["ENTRYPOINT"] == '["brochure"]'
    assert dict(steps)["USER"] not in {"root", "0"}
    for given in dict(steps)["COPY"].split()[:-1]:
        assert given.startswith("dist/") or (ROOT / given).exists()


def test_the_extras_that_are_named_exist() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for path in (ROOT / "docs" / "install.md", CONTAINER):
        named = set(re.findall(r"(?:\.|whl|wheel\}?)\"?\[(\w+)\]", path.read_text(encoding="utf-8")))
        assert named == {"studio"}
        assert named <= set(project["optional-dependencies"])
