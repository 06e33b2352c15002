"""Reading: files become pages and programmes."""
