"""What most tests share: kits that are built once, and the program, in this process or its own."""

from __future__ import annotations

import gc
import hashlib
import io
import os
import pickle
import shutil
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextvars import copy_context
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from filelock import FileLock

import brochure
from brochure import library_versions, messages, plugins
from brochure.messages import formatting
from brochure.networks import table
from brochure.text import enumerations, labels, locales
from tests.extending import Install, put_distribution

os.environ[messages.VARIABLE] = "en"  # tests quote English sentences, on whatever machine
formatting.STRICT = True
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # of a shell's job in the background
    signal.signal(signal.SIGINT, signal.default_int_handler)  # tests send Ctrl-C to what they start


ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted((ROOT / "tests" / "pages").glob("*.md"))
SUMMIT = ROOT / "pages" / "sommet-pgo.md"
THEMES = ("agora", "papier", "contraste")

SHORT = {"arabic", "sobre"}
"""The pages that the quick loop builds in every theme: another script, and hardly anything."""

LONGEST = "rapport"
"""The page of 8,000 words takes as long as all others, and has nothing that they have not."""

DECIDING = ("brochure", "templates", "fonts", "pages", "tests/pages", "docs/example")
"""The folders that decide the bytes of the kits that tests look at."""


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What commands remember of kits lies where tests alone look."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))


Run = Callable[..., "subprocess.CompletedProcess[str]"]

hypothesis.settings.register_profile(
    "patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("patient")  # how long an example takes says how busy the machine is
gc.set_threshold(100_000, 50, 50)  # as the command line does: collecting costs a tenth and frees little


LONGEST_FIRST = (
    "test_verapdf", "test_kill", "test_reproducible", "test_wheel", "test_readme", "test_card_texts",
)  # fmt: skip
"""Modules whose tests take so long that no worker should start them when the others are done."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest tests first; the others stay in their order."""
    order = {name: at for at, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: order.get(item.path.stem, len(order)))


def pytest_collection_finish() -> None:
    """What was imported to collect the tests stays: the collector need not look at it again."""
    gc.freeze()


def each(sources: Iterable[Path]) -> list[Any]:
    """Every page as a parameter; the longest is for the slow tests."""
    return [
        pytest.param(source, id=source.stem, marks=[pytest.mark.slow] * (source.stem == LONGEST))
        for source in sources
    ]


def in_themes(themes: Iterable[str] = THEMES) -> list[Any]:
    """Every sample page in every theme, as parameters ``source`` and ``theme_name``.

    The quick loop takes all but the longest in the default theme and the short ones in the others.
    """
    return [
        pytest.param(
            source, theme, id=f"{source.stem}-{theme}",
            marks=[] if source.stem in SHORT or (theme == "agora" and source.stem != LONGEST)
            else [pytest.mark.slow],
        )
        for theme in themes
        for source in PAGES
    ]  # fmt: skip


class Kits:
    """Kits that are built once, for all tests that only look: ``kits(SUMMIT, "agora", "pdf", …)``.

    They lie in pytest's cache under the digest of what they are made with: a change of the code builds
    them anew, a change of a test does not (``--cache-clear`` does). While a worker builds one, others
    wait for it. A test that changes a kit changes a copy: `dataclasses.replace`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._loaded: dict[str, brochure.Kit] = {}

    def __call__(
        self, source: Path, theme: str = "agora", *only: str, **changes: object
    ) -> brochure.Kit:
        """The kit of the page at ``source`` with ``changes`` to it; all products, or ``only`` these."""
        changed = hashlib.sha256(repr(sorted(changes.items())).encode()).hexdigest()[:8]
        name = "-".join(
            [source.parent.name, source.stem, theme, *only, *([changed] if changes else [])]
        )

        def build() -> brochure.Kit:
            page = replace(brochure.read(source), **changes)  # type: ignore[arg-type]
            look = brochure.load_theme(theme)
            return brochure.build(page, look, only=only) if only else brochure.build(page, look)

        if name not in self._loaded:
            self._loaded[name] = self._kept(name, build)
        return self._loaded[name]

    @cached_property
    def _current(self) -> Path:
        """The folder of kits made with what is here now; those of other states go after an hour."""
        current = self._folder / digest_of_all_that_decides()
        current.mkdir(exist_ok=True)
        for other in self._folder.iterdir():
            if other != current and time.time() - other.stat().st_mtime > 3600:
                shutil.rmtree(other, ignore_errors=True)
        return current

    def _kept(self, name: str, build: Callable[[], brochure.Kit]) -> brochure.Kit:
        file = self._current / f"{name}.pickle"
        with FileLock(self._current / f"{name}.lock"):
            if not file.exists():
                half = self._current / f"{name}.half"
                half.write_bytes(pickle.dumps(build()))
                half.replace(file)
        found = pickle.loads(file.read_bytes())  # noqa: S301 - we wrote it
        assert isinstance(found, brochure.Kit)
        return found


def digest_of_all_that_decides() -> str:
    """What decides the bytes of a kit: code, templates, fonts, pages, and what is installed."""
    found = hashlib.sha256(repr((sys.version, sorted(library_versions.versions().items()))).encode())
    for folder in DECIDING:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                found.update(f"{path.relative_to(ROOT)} {path.stat().st_size}\n".encode())
                found.update(path.read_bytes())
    return found.hexdigest()[:16]


@pytest.fixture(scope="session")
def kits(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Kits:
    """Kits by page, theme and products, each built once; only for looking at."""
    cache = getattr(request.config, "cache", None)
    if cache is not None:
        return Kits(cache.mkdir("kits"))
    folder = tmp_path_factory.getbasetemp()  # without pytest's cache: as long as this run
    folder = (folder.parent if hasattr(request.config, "workerinput") else folder) / "kits"
    folder.mkdir(exist_ok=True)
    return Kits(folder)


@pytest.fixture(scope="session")
def page() -> brochure.Page:
    """The summit page."""
    return brochure.read(SUMMIT)


@pytest.fixture(scope="session")
def theme() -> brochure.Theme:
    """The default theme."""
    return brochure.load_theme("agora")


@pytest.fixture(scope="session")
def kit(kits: Kits) -> brochure.Kit:
    """The summit kit, in memory; only for looking at."""
    return kits(SUMMIT)


@pytest.fixture(scope="session")
def held(kits: Kits) -> brochure.Kit:
    """The summit kit of a campaign, under embargo, at an address with parts of its own."""
    return kits(
        SUMMIT, url="https://exemple.org/a?b=1#c", campaign="sommet-2016",
        embargo=datetime(2016, 12, 7, 9, 0, tzinfo=timezone(timedelta(hours=1))),
    )  # fmt: skip


@pytest.fixture(scope="session")
def _standing(kit: brochure.Kit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("standing") / "sommet-pgo"
    brochure.write(kit, folder)
    return folder


@pytest.fixture(scope="session")
def report(_standing: Path) -> brochure.Report:
    """What checking finds in the summit kit."""
    return brochure.check(_standing)


@pytest.fixture
def written(_standing: Path, tmp_path: Path) -> Path:
    """The summit kit, on disk, for the test to change."""
    folder = tmp_path / "output" / "sommet-pgo"
    shutil.copytree(_standing, folder)
    return folder


@pytest.fixture
def write_part(kit: brochure.Kit, tmp_path: Path) -> Callable[..., Path]:
    """Write some products or files of the summit kit: what takes a second to check is seldom needed."""

    def write(*named: str, overwrite: bool = False) -> Path:
        products = {
            name: tuple(made for made in group if name in named or made.path in named)
            for name, group in kit.products.items()
        }
        folder = tmp_path / "output" / "sommet-pgo"
        some = {name: group for name, group in products.items() if group}
        brochure.write(replace(kit, products=some), folder, overwrite=overwrite)
        return folder

    return write


def run_here(
    *arguments: str, cwd: Path, env: Mapping[str, str] | None = None, stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run ``brochure`` with arguments in this process, from `main` to its exit."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in "oe")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(cwd)
        for name, value in (env or {}).items():
            patch.setenv(name, value)
        patch.setattr(sys, "argv", ["brochure", *arguments])
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        code = copy_context().run(_exit_code)  # the language of messages is its own
    return subprocess.CompletedProcess(arguments, code, _said(out), _said(err))


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """`run_here` in an empty folder."""
    return partial(run_here, cwd=tmp_path)


def _exit_code() -> int:
    """What `main` leaves with; an error that it lets pass is shown, as the interpreter would."""
    from brochure.cli import main

    try:
        main()
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else int(left.code is not None)
    except Exception:  # an interrupt that main lets pass ends the tests
        traceback.print_exc()
        return 1
    return 0


def _said(stream: io.TextIOWrapper) -> str:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode().replace("\r\n", "\n")


@pytest.fixture
def run_process(tmp_path: Path) -> Run:
    """The same in a process of its own, where the process is what is tested.

    It may take as long as it takes: a time that is right on an idle machine fails on a busy one.
    """

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
            check=False,
        )

    return start


CACHES = (
    plugins._all_plugins, library_versions.distributions, library_versions.versions, table.all_networks,
    locales.files, locales.load_locale, locales.rules, locales.missing, labels.no_break_after,
    enumerations.conjunctions,
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
