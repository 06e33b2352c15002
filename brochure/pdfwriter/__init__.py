"""A small writer of tagged PDF pages in black ink, for label sheets and single codes.

Three hundred labels cost a layout engine like a browser's four seconds; here they are lines of text and
codes in places that are already known. `fonts` shapes texts and embeds fonts, `operators` draws,
`document` tags and saves, `xmp` writes the metadata of every kind of PDF that brochure makes.
"""
