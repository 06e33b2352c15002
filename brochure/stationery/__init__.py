"""Sheets: labels, door signs, badges and table tents for the sessions of a programme.

`products` lists them, `grids` has the cells of a page, `composition` sets the texts and the code of a
cell, `pages` draws cells on pages (`inks` in black alone), `rendering` makes the files.
"""
