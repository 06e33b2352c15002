"""Compiling: catalogues as translators write them (.po) become those that are loaded (.mo).

    python -m brochure.messages.compiling

For `make messages` and its test only; nothing that runs for a user imports it.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from brochure.messages import catalogues


def compiled(po: Path) -> bytes:
    """The .mo file of ``po``: the same bytes on every day, with every version of Babel.

    Babel's own header names its version and the moment; ours says only what gettext needs.
    """
    from babel.messages import Catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    language = po.relative_to(catalogues.folder()).parts[0]

    class Plain(Catalog):
        mime_headers = property(
            lambda self: [
                ("Content-Type", "text/plain; charset=utf-8"),
                ("Language", language),
                ("Plural-Forms", self.plural_forms),
            ]
        )

    plain = Plain(locale=language)
    with po.open("rb") as file:
        for message in read_po(file, locale=language, abort_invalid=True):
            if message.id:
                plain[message.id] = message
    out = BytesIO()
    write_mo(out, plain)
    return out.getvalue()


if __name__ == "__main__":
    for source in sorted(catalogues.folder().glob("*/**/*.po")):
        source.with_suffix(".mo").write_bytes(compiled(source))
