"""Share: the share page, its metadata, captions and calendar."""
