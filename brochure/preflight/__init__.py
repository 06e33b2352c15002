"""Preflight: rules on the content of PDFs."""
