"""Paper: tagged PDF pages in the black ink alone, written without a layout engine.

Three hundred labels cost a browser-like engine four seconds; here they are lines of text and codes in
places that are already known. `embedding` shapes texts and embeds fonts, `painting` draws, `binding`
tags and saves.
"""
