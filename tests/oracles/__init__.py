"""What others wrote in JavaScript, run by Node on JSON."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def ask(script: str, question: object) -> Any:
    """What ``script`` answers to ``question``."""
    done = subprocess.run(
        ["node", str(FOLDER / script)],
        input=json.dumps(question), capture_output=True, text=True, check=False, cwd=FOLDER,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{script}: {done.stderr[-2000:]}")
    return json.loads(done.stdout)
