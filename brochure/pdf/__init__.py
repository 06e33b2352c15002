"""PDF: the brochure for screens and screen readers."""
