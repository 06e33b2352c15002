"""Checking: a kit or a PDF is read back."""
