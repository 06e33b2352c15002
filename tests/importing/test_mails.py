"""Mails are read as what somebody wrote in them; saved pages as the pages that they were."""

# ruff: noqa: E501  a case a line

from __future__ import annotations

import io
from datetime import date
from email.message import EmailMessage

import pytest
from PIL import Image

from brochure.errors import SourceError
from brochure.importing import documents, mails
from brochure.importing.imported import pictures_of
from tests.importing.shapes import shape

LETTER = """<html><body><div>Bonjour,</div>
<p>La halle rouvre <b>samedi</b> après les travaux, et nous vous y attendons avec les habitants ; voir <a href="https://montbrun.example/halle">le programme</a>.</p>
<h1>Animations</h1><ul><li>un concert<ul><li>à 18 h</li></ul></li><li>un bal</li></ul>
<table><tr><th>Lieu</th><th>Heure</th></tr><tr><td>Halle</td><td>18 h</td></tr></table>
<p><img src="cid:halle" alt="La halle"><img src="https://traces.example/p.gif" width="300" height="200"></p>
{more}</body></html>"""


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(out, "PNG")
    return out.getvalue()


def mail(
    plain: str = "", html: str = "", *, subject: str = "Re: TR : La halle rouvre", attached: str = ""
) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "Léa Tournier <lea@montbrun.example>", "presse@montbrun.example"
    message["Subject"], message["Date"] = subject, "Fri, 03 Apr 2026 23:30:00 +0200"
    message["Message-ID"] = "<1@montbrun.example>"
    if plain:
        message.set_content(plain)
    if html:
        add = message.add_alternative if plain else message.set_content
        add(html, subtype="html")
        body = message.get_body(("html",))
        assert isinstance(body, EmailMessage)
        body.add_related(picture(), "image", "png", cid="<halle>", filename="halle.png")
    if attached:
        message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename=attached)
    return message.as_bytes()


def told(data: bytes) -> dict[str, str]:
    return {problem.id: problem.what("en") for problem in documents.read_eml(data).told}


@pytest.mark.parametrize(
    ("first", "is_one"),
    [
        ("Bonjour,", True), ("Mesdames, Messieurs,", True), ("Dear all,", True), ("Liebe Nachbarn!", True),
        ("Estimados vecinos:", True), ("Bonjour à tous", True), ("各位：", True),
        ("Bonjour, la halle rouvre samedi.", False), ("Hi-fi et disques, le marché du son", False),
        ("Chers voisins, la halle rouvre samedi après les travaux de l’hiver", False),
    ],
)  # fmt: skip
def test_a_greeting_is_no_lead_and_is_told(first: str, is_one: bool) -> None:
    rest = "La halle rouvre samedi après les travaux, et nous vous y attendons avec les habitants."
    for data in (mail(f"{first}\n\n{rest}\n\nÀ samedi."), mail(html=f"<p>{first}</p><p>{rest}</p>")):
        read = documents.read_eml(data)
        words = f"{read.lead} {shape(read)}"
        assert (first not in words, "import-mail-greeting" in told(data)) == (is_one, is_one)


def test_the_html_of_a_mail_is_read_whole() -> None:
    read = documents.read_eml(mail("Bonjour, en bref.", LETTER.format(more="")))
    found = shape(read)
    assert (read.title, read.published, read.lang) == ("La halle rouvre", date(2026, 4, 3), "fr")
    assert found["headings"] == ["2 Animations"]
    assert found["items"] == ["0 - un concert", "1 - à 18 h", "0 - un bal"]
    assert found["cells"] == ["0.0 Lieu", "0.1 Heure", "1.0 Halle", "1.1 18 h"]
    assert found["links"] == ["le programme → https://montbrun.example/halle"]


def test_pictures_of_a_mail_are_those_it_holds() -> None:
    data = mail("x", LETTER.format(more=""))
    (only,) = pictures_of(documents.read_eml(data))
    assert (only.alt, only.data) == ("La halle", picture())
    assert "import-pictures-linked" in told(data)


def test_attachments_are_told() -> None:
    said = told(mail("x", LETTER.format(more=""), attached="affiche.pdf"))
    assert "affiche.pdf" in said["import-mail-attachments"]
    assert "halle.png" not in said["import-mail-attachments"]


QUOTES = {
    "Gmail": '<div class="gmail_quote"><div>Le 2 avril, Paul a écrit :</div><blockquote>Ancien.</blockquote></div>',
    "Apple": '<blockquote type="cite">Ancien.</blockquote>',
    "Outlook on the web": '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg">De : Paul</div><div>Ancien.</div>',
    "Outlook": '<div style="border:none;border-top:solid #E1E1E1 1.0pt"><p><b>De :</b> Paul</p></div><p>Ancien.</p>',
}


@pytest.mark.parametrize("quote", QUOTES.values(), ids=QUOTES)
def test_what_a_mail_answers_and_its_signature_are_left_out_and_told(quote: str) -> None:
    data = mail(
        "x", LETTER.format(more=f'<div class="gmail_signature">Léa, service presse</div>{quote}')
    )
    words = str(shape(documents.read_eml(data)))
    assert "Ancien" not in words
    assert "service presse" not in words
    assert {"import-mail-quoted", "import-mail-signature"} <= told(data).keys()


PLAIN = """Bonjour,

La halle rouvre samedi, après dix-huit mois de travaux.

Au programme :
- un concert
- un bal

À samedi.
{end}"""

ENDS = {
    "a signature": ("\n-- \nLéa Tournier\nPresse", "import-mail-signature"),
    "a quotation": ("\nLe 2 avril 2026 à 10:00, Paul <p@x.example> a écrit :\n> Ancien.\n", "import-mail-quoted"),
    "an English one": ("\nOn Thu, 2 Apr 2026, Paul wrote:\n\n> Ancien.\n", "import-mail-quoted"),
    "Outlook's": (
        "\n________________________________\nDe : Paul\nEnvoyé : jeudi 2 avril\nÀ : Léa\nObjet : halle\n\nAncien.\n",
        "import-mail-quoted",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("end", "problem"), ENDS.values(), ids=ENDS)
def test_a_plain_mail_ends_where_its_writer_ended(end: str, problem: str) -> None:
    data = mail(PLAIN.format(end=end))
    found = shape(documents.read_eml(data))
    assert found["title"] == "La halle rouvre"
    assert found["items"] == ["0 - un concert", "0 - un bal"]
    assert "Ancien" not in str(found)
    assert "Presse" not in str(found)
    assert problem in told(data)


def test_a_forwarded_text_is_what_was_meant() -> None:
    forwarded = (
        "---------- Forwarded message ---------\nDe : Paul\nDate : jeudi 2 avril\nObjet : halle\n\n"
        "La halle rouvre samedi, après dix-huit mois de travaux.\n\nVenez."
    )
    found = shape(documents.read_eml(mail(forwarded, subject="Fwd: La halle rouvre")))
    assert "Paul" not in str(found)
    assert "dix-huit mois" in str(found)


def test_a_mail_that_carries_another_one_is_that() -> None:
    carrier = EmailMessage()
    carrier["Subject"], carrier["From"] = "Fwd: voir", "a@montbrun.example"
    inner = EmailMessage()
    inner["Subject"] = "La halle rouvre"
    inner.set_content("La halle rouvre samedi.\n\nVenez.")
    carrier.add_attachment(inner)
    assert documents.read_eml(carrier.as_bytes()).title == "La halle rouvre"


def test_an_unknown_charset_is_told_from_the_bytes() -> None:
    data = b"Subject: x\nFrom: a@b.example\nContent-Type: text/plain; charset=inconnu\n\n"
    read = documents.read_eml(data + "Été à la mer, où l’on se baigne.\n\nVenez.".encode("cp1252"))
    assert "Été à la mer" in read.lead


LOCKED = b'Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/encrypted; boundary="b"\n\n--b\n\nx\n--b--\n'
REFUSED = {
    "an encrypted mail": (LOCKED, "import-mail-locked"),
    "a mail without text": (b"Subject: x\nFrom: a@b.example\n\n \n", "import-mail-empty"),
}


@pytest.mark.parametrize(("data", "problem"), REFUSED.values(), ids=REFUSED)
def test_a_mail_without_words_is_refused(data: bytes, problem: str) -> None:
    with pytest.raises(SourceError) as caught:
        documents.read_eml(data)
    assert caught.value.problems[0].id == problem


def test_a_mail_of_mails_of_mails_ends_somewhere() -> None:
    head = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n)
        for n in range(mails.DEEPEST + 2)
    )
    with pytest.raises(SourceError) as caught:
        documents.read_eml(b"Subject: x\n" + head + b"Content-Type: text/plain\n\nx\n")
    assert caught.value.problems[0].id == "import-mail-deep"


def saved_page(html: str, location: str = "https://montbrun.example/actu/halle") -> bytes:
    page = EmailMessage()
    page["From"], page["Snapshot-Content-Location"] = "<Saved by Blink>", location
    page.set_content(
        html, subtype="html", cte="quoted-printable", headers=[f"Content-Location: {location}"]
    )
    page.add_related(
        picture(), "image", "png", headers=["Content-Location: https://montbrun.example/img/halle.png"]
    )
    return page.as_bytes()


def test_a_saved_page_has_its_pictures_and_its_address() -> None:
    text = " ".join(
        ["La halle rouvre samedi après dix-huit mois de travaux, et tout le quartier vient."] * 8
    )
    html = (
        '<html lang="fr"><head><title>La halle rouvre</title></head><body><article><h1>La halle rouvre</h1>'
        f'<p>{text}</p><figure><img src="/img/halle.png" alt="La halle"><figcaption>La halle en 2026</figcaption>'
        f'</figure><p>{text} <a href="plan">Le plan</a></p></article></body></html>'
    )  # fmt: skip
    read = documents.read_mhtml(saved_page(html))
    assert read.title == "La halle rouvre"
    assert "Le plan → https://montbrun.example/actu/plan" in shape(read)["links"]
    assert [(one.alt, one.data) for one in pictures_of(read)] == [("La halle", picture())]


def test_a_saved_page_without_a_page_is_refused() -> None:
    with pytest.raises(SourceError) as caught:
        documents.read_mhtml(b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n")
    assert caught.value.problems[0].id == "import-mhtml-empty"


def test_a_mail_whose_parts_are_none_is_refused() -> None:
    head = b'Subject: x\nFrom: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary="b"\n'
    with pytest.raises(SourceError) as caught:
        documents.read_eml(head + b"\nno part at all\n")
    assert caught.value.problems[0].id == "import-mail-empty"
