"""What the files for the press are told of each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from brochure.kit import Artifact
from brochure.problems import Problem


def joined(parts: Sequence[Artifact | Problem]) -> Iterable[Artifact]:
    """The files among ``parts``.

    The booklet is told of a leaflet that could not be made: it is what takes its place.
    """
    told = tuple(part for part in parts if isinstance(part, Problem))
    for part in parts:
        if isinstance(part, Artifact):
            warned = told if part.path == "print/booklet.pdf" else ()
            facts = replace(part.facts, warnings=(*warned, *part.facts.warnings))
            yield replace(part, facts=facts) if warned else part
