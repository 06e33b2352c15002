"""Preview: the page on which a kit is approved."""
