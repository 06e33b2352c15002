"""Fault: something wrong in a file, found by a rule."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that is not as the manifest says: in which file, found by which rule."""

    path: str
    rule: str
    message: str
