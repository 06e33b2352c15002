"""Blending: whether anything that a page draws lets shine through what lies below."""

from __future__ import annotations

from typing import Any

from pikepdf import Name


def is_transparent(resources: Any) -> bool:
    """Whether ``resources``, or those of forms however deep, let anything shine through."""
    pending, seen = [resources], set()
    while pending:
        found = pending.pop()
        if any(_shines(state) for state in dict(found.get("/ExtGState", {})).values()):
            return True
        for item in dict(found.get("/XObject", {})).values():
            if "/SMask" in item:
                return True
            if item.objgen not in seen and "/Resources" in item:  # forms may draw each other
                seen.add(item.objgen)
                pending.append(item.Resources)
    return False


def _shines(state: Any) -> bool:
    """Whether a graphics state has a mask, is not opaque, or blends (ISO 32000-1, 11.6)."""
    return bool(
        state.get("/SMask", Name("/None")) != Name("/None")
        or min(float(state.get("/ca", 1)), float(state.get("/CA", 1))) < 1
        or state.get("/BM", Name.Normal) not in (Name.Normal, Name.Compatible)
    )
