"""Cards before they are drawn: templates, layout, and what stands on each card of a page."""
