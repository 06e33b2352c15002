"""Building: a page and a theme become a kit, and a kit becomes files."""
