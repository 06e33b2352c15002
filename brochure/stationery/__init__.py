"""Sheets: what is printed for the sessions of a programme, before it is drawn.

`grids` says how many stand on a page and where, `moments` how their times read, `composition` what
stands in each cell.
"""
