"""A library changes nothing in its process that it does not put back, and may be called by threads."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
import threading
import warnings
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageFile

from brochure import process
from brochure.images import small_jpeg
from tests.conftest import ROOT, Kits
from tests.processes import threads


def run_program(name: str, *arguments: str) -> Any:
    """What ``tests.processes.NAME`` prints, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.processes.{name}", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.slow
def test_a_build_leaves_the_settings_of_its_process_as_they_were(tmp_path: Path) -> None:
    before, after = run_program("state", str(tmp_path))
    assert after == before


def test_a_jpeg_of_noise_changes_no_png_that_is_written_later() -> None:
    noise = Image.frombytes("RGB", (300, 300), hashlib.shake_128(b"noise").digest(270_000))

    def png() -> bytes:
        out = io.BytesIO()
        noise.save(out, "PNG")
        return out.getvalue()

    before, most = png(), ImageFile.MAXBLOCK
    small_jpeg(noise, quality=95, subsampling=0)
    assert (png(), ImageFile.MAXBLOCK) == (before, most)


def test_what_is_changed_for_a_moment_is_put_back_after_an_error_too() -> None:
    def fail() -> None:
        with (
            process.changed(ImageFile, "LOAD_TRUNCATED_IMAGES", True),
            process.environment("BROCHURE_TEST", "1"),
            process.without_warning(UserWarning),
        ):
            assert (ImageFile.LOAD_TRUNCATED_IMAGES, os.environ["BROCHURE_TEST"]) == (True, "1")
            raise KeyError

    quiet = list(warnings.filters)
    with pytest.raises(KeyError):
        fail()
    assert not ImageFile.LOAD_TRUNCATED_IMAGES
    assert "BROCHURE_TEST" not in os.environ
    assert warnings.filters == quiet


def test_one_thread_waits_for_the_settings_of_another() -> None:
    """Else the second would take the first one's change for what was there, and leave it so."""
    entered, leave = threading.Event(), threading.Event()
    seen: list[int] = []

    def first() -> None:
        with process.changed(ImageFile, "MAXBLOCK", 1):
            entered.set()
            leave.wait(20)

    def second() -> None:
        entered.wait(20)
        with process.changed(ImageFile, "MAXBLOCK", 2):
            seen.append(ImageFile.MAXBLOCK)

    most = ImageFile.MAXBLOCK
    both = [threading.Thread(target=run) for run in (first, second)]
    for thread in both:
        thread.start()
    both[1].join(0.05)
    assert seen == []
    leave.set()
    for thread in both:
        thread.join(20)
    assert (seen, ImageFile.MAXBLOCK) == ([2], most)


@pytest.mark.slow
def test_kits_built_in_two_threads_have_the_bytes_of_kits_built_in_turn(kits: Kits) -> None:
    at_once = run_program("threads")
    in_turn = [{a.path: a.sha256 for a in kits(*job).artifacts} for job in threads.JOBS]
    assert at_once == in_turn
    assert all(len(kit) > 30 for kit in in_turn)


@pytest.mark.slow
def test_the_fonts_of_one_theme_are_not_met_in_the_pdf_of_another(tmp_path: Path) -> None:
    """A file that one theme calls by a name of its own is a later one's by its own name."""
    assert run_program("two_themes", str(tmp_path)) == 4  # a foreign font fails the build
