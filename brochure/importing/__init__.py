"""Import: pages of the web, saved pages, documents and mails become pages that build.

Readers (`pages`, `documents`) make one `imported.Imported` of bytes, `markdown_writer` writes it as a
page. Nothing here is loaded before something is imported.
"""
