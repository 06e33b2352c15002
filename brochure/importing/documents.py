"""Documents and mails, by their kinds: bytes in, an `Imported` out.

Each function raises SourceError for what is not of its kind, is damaged, is locked by a password, or
declares more than people write. None of them opens a file or an address. Their libraries are loaded as
they are called.
"""

from __future__ import annotations

from brochure.importing.imported import Imported


def read_docx(data: bytes) -> Imported:
    """A document of Word, or of what writes as Word does (.docx, .docm, .dotx)."""
    from brochure.importing import docx

    return docx.read_docx(data)


def read_odt(data: bytes) -> Imported:
    """A text of LibreOffice and what else writes OpenDocument (.odt, .ott, .fodt)."""
    from brochure.importing import odt

    return odt.read_odt(data)


def read_pdf(data: bytes) -> Imported:
    """A PDF: by its tags, or by its look; never a scan."""
    from brochure.importing import pdf

    return pdf.read_pdf(data)


def read_text(data: bytes) -> Imported:
    """Plain text, in whatever encoding."""
    from brochure.importing import text

    return text.read_text(data)


def read_eml(data: bytes) -> Imported:
    """A mail, its HTML before its plain text."""
    from brochure.importing import eml

    return eml.read_eml(data)


def read_mhtml(data: bytes) -> Imported:
    """A page that a browser saved in one file."""
    from brochure.importing import mhtml

    return mhtml.read_mhtml(data)
