"""Codes: QR codes encoded, drawn, verified and measured."""
