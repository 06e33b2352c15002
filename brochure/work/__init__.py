"""Guarded work: a call runs in a process of its own, within limits and behind fences."""
