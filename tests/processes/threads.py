"""Print, as JSON, the SHA-256 of each file of two kits that two threads build at once."""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import brochure
from tests.conftest import ROOT, SUMMIT

JOBS = ((SUMMIT, "agora"), (ROOT / "tests" / "pages" / "arabic.md", "papier"))


def main() -> None:
    """Both start at once, and take turns as often as Python lets them."""
    start = Barrier(len(JOBS))
    sys.setswitchinterval(1e-5)

    def build(job: tuple[Path, str]) -> dict[str, str]:
        start.wait()
        kit = brochure.build(brochure.read(job[0]), brochure.load_theme(job[1]))
        return {artifact.path: artifact.sha256 for artifact in kit.artifacts}

    with ThreadPoolExecutor(len(JOBS)) as pool:
        json.dump(list(pool.map(build, JOBS)), sys.stdout)


if __name__ == "__main__":
    main()
