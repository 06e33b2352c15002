"""Text: the words of a page, set in its language, and how wide they are."""
