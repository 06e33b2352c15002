"""The figures on codes: brochure beside python-qrcode, segno, zxing-cpp and qrencode, in one run.

Run by ``make bench-qr``. Each makes the modules of the same addresses at level M; processor time,
warm, the median over all addresses; qrencode is a program and pays for its start.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import segno
import zxingcpp
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode
from summit import cost

from brochure.codes import encoder

LENGTHS = {30: 1.2, 120: 1.6, 500: None}
"""Characters, and the processor milliseconds the project asks of itself."""

ADDRESSES, ROUNDS = 40, 5
LETTERS = "abcdefghijklmnopqrstuvwxyz-/0123456789"


def addresses(length: int) -> list[str]:
    """As many addresses of ``length`` characters, always the same."""
    chance = random.Random(length)  # noqa: S311 - not secret
    start = "https://exemple.org/"
    more = length - len(start)
    return [start + "".join(chance.choice(LETTERS) for _ in range(more)) for _ in range(ADDRESSES)]


def documented(text: str) -> object:
    """python-qrcode as its documentation has it."""
    code = QRCode(error_correction=ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    return code.modules


def by_zxing(text: str) -> object:
    """zxing-cpp, written in C++."""
    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    return zxingcpp.write_barcode_to_image(made, scale=1)


PEERS: dict[str, Callable[[str], object]] = {
    "brochure": encoder.encode.__wrapped__,
    "python-qrcode as documented": documented,
    "segno": lambda text: segno.make(text, error="m", micro=False, boost_error=False),
    "zxing-cpp (C++)": by_zxing,
}


def main() -> None:
    """Print the table."""
    print(f"{'CPU ms a code, warm (lowest)':34}" + "".join(f"{n:>6} characters" for n in LENGTHS))
    for name, make in PEERS.items():
        cells = []
        for length in LENGTHS:
            times = []
            for _ in range(ROUNDS):
                for text in addresses(length):
                    before = time.process_time()
                    make(text)
                    times.append((time.process_time() - before) * 1000)
            cells.append(f"{statistics.median(times):9.2f} ({min(times):.2f})")
        print(f"{name:34}" + "".join(cells))
    limits = "".join(f"{f'{limit:.1f}' if limit else '':>17}" for limit in LENGTHS.values())
    print(f"{'limit':34}{limits}")
    (text,) = addresses(120)[:1]
    command = ["qrencode", "-o", "-", "-t", "SVG", "-l", "M", text]
    cold = [sys.executable, "-c", f"from brochure.codes import encoder; encoder.encode({text!r})"]
    for name, call in (("qrencode, a process", command), ("brochure, a process", cold)):
        used = statistics.median(cost(call).cpu_s for _ in range(9))
        print(f"{name:34}{1000 * used:9.1f} ms, 120 characters")
    larger = sum(
        len(documented(t)) > encoder.encode(t).size  # type: ignore[arg-type]
        for length in LENGTHS
        for t in addresses(length)
    )
    print(f"python-qrcode's code is larger for {larger} of {ADDRESSES * len(LENGTHS)} addresses")


if __name__ == "__main__":
    assert subprocess.run(["qrencode", "--version"], capture_output=True, check=False).returncode == 0
    assert Path("benchmarks").is_dir()
    main()
