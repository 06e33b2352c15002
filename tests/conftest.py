"""What most tests share: the summit page, its kit, and the program as a user runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import brochure
from brochure import messages, plugins
from brochure.messages import formatting
from brochure.networks import table
from brochure.text import enumerations, labels, locales
from tests.extending import Install, put_distribution

os.environ[messages.VARIABLE] = "en"  # tests quote English sentences, on whatever machine
formatting.STRICT = True

settings.register_profile("loaded", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("loaded")  # how long an example takes says nothing on a loaded machine

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted((ROOT / "tests" / "pages").glob("*.md"))
SUMMIT = ROOT / "pages" / "sommet-pgo.md"

Run = Callable[..., "subprocess.CompletedProcess[str]"]


LONGEST_FIRST = ("test_verapdf", "test_kill", "test_reproducible", "test_wheel", "test_card_texts")
"""Modules whose tests take so long that no worker should start them when the others are done."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest tests first; the others stay in their order."""
    order = {name: at for at, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: order.get(item.path.stem, len(order)))


@pytest.fixture(scope="session")
def page() -> brochure.Page:
    """The summit page."""
    return brochure.read(SUMMIT)


@pytest.fixture(scope="session")
def theme() -> brochure.Theme:
    """The default theme."""
    return brochure.load_theme("agora")


@pytest.fixture(scope="session")
def kit(page: brochure.Page, theme: brochure.Theme) -> brochure.Kit:
    """The summit kit, in memory."""
    return brochure.build(page, theme)


@pytest.fixture
def written(kit: brochure.Kit, tmp_path: Path) -> Path:
    """The summit kit, on disk."""
    folder = tmp_path / "output" / "sommet-pgo"
    brochure.write(kit, folder)
    return folder


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run ``brochure`` with arguments in a process of its own, in an empty folder."""

    def start(
        *arguments: str, cwd: Path = tmp_path, env: dict[str, str] | None = None, stdin: str = ""
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "brochure", *arguments],
            cwd=cwd,
            env={**os.environ, **(env or {})},
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return start


CACHES = (
    plugins._all_plugins, table.all_networks, locales.files, locales.load_locale,
    locales.rules, locales.missing, labels.no_break_after, enumerations.conjunctions,
)  # fmt: skip
"""What remembers which distributions are installed."""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Put distributions with entry points on ``sys.path``."""
    folder = tmp_path / "site-packages"
    folder.mkdir()
    before = set(sys.modules)
    monkeypatch.syspath_prepend(folder)

    def put(
        group: str, points: Mapping[str, str], files: Mapping[str, str], distribution: str = "a-test"
    ) -> None:
        put_distribution(folder, group, points, files, distribution)
        for cached in CACHES:
            cached.cache_clear()

    yield put
    for name in set(sys.modules) - before:
        if str(folder) in str(getattr(sys.modules[name], "__file__", "")):
            del sys.modules[name]
    monkeypatch.undo()
    for cached in CACHES:
        cached.cache_clear()


def artifact(kit: brochure.Kit, path: str) -> brochure.Artifact:
    """The artifact of ``kit`` at ``path``."""
    return next(a for a in kit.artifacts if a.path == path)


def ids(paths: Sequence[Path]) -> list[str]:
    """The names of files, for test ids."""
    return [path.stem for path in paths]
