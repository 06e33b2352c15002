"""Payloads: each kind says what was given, whatever it holds, to two decoders."""

from __future__ import annotations

import io
import re
from urllib.parse import unquote

import pytest
import zxingcpp
from PIL import Image
from pyzbar import pyzbar

from brochure.codes import payloads, svg_png
from brochure.codes.encoder import encode
from brochure.errors import AddressError

NASTY = (
    "plain", 'a;b,c:d"e', "back\\slash", "\\", ";", "été à l’Élysée", "القمة", "首脳会議", "🎉 fête",
    "%20&=?#+", "  spaced  ", "BEGIN:VCARD", "P:;T:WEP;;", "'quoted'", "<b>&amp;</b>",
)  # fmt: skip


def read_by_both(text: str) -> list[str]:
    image = Image.open(io.BytesIO(svg_png.png(encode(text), px=4))).convert("L")
    zbar = pyzbar.decode(image, symbols=[pyzbar.ZBarSymbol.QRCODE])
    return [b.text for b in zxingcpp.read_barcodes(image)] + [b.data.decode() for b in zbar]


def unescaped(text: str) -> str:
    r"""What a reader makes of a value: \n is a line end, any other escaped character is itself."""
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], text, flags=re.DOTALL)


def value_of(text: str, key: str, end: str) -> str:
    """The value after ``key`` up to an ``end`` that is not escaped."""
    found = re.search(rf"(?:^|[;:\n]){key}:((?:\\.|[^\\{end}])*)(?:[{end}]|$)", text, re.DOTALL)
    assert found, text
    return unescaped(found[1])


@pytest.mark.parametrize("value", NASTY)
def test_values_of_any_kind_come_back_as_they_were_given(value: str) -> None:
    wifi = payloads.payload("wifi", {"name": value, "password": f"{value}12345678"})
    contact = payloads.payload("contact", {"name": f"{value}, x", "organisation": value})
    mecard = payloads.payload("mecard", {"name": "x", "organisation": value})
    event = payloads.payload(
        "event", {"title": value, "start": "2016-12-07", "end": "2016-12-07", "place": value}
    )
    mail = payloads.payload("email", {"to": "a@exemple.org", "subject": value})
    sms = payloads.payload("sms", {"to": "+33 6 12 34 56 78", "text": value})
    assert value_of(wifi, "S", ";") == value
    assert value_of(wifi, "P", ";") == f"{value}12345678"
    assert value_of(contact, "ORG", "\r") == value
    assert value_of(mecard, "ORG", ";") == value
    assert value_of(event, "SUMMARY", "\r") == value
    assert sms.split(":", 2)[2] == value
    assert unquote(mail.removeprefix("mailto:a@exemple.org?subject=")) == value
    assert value_of(contact, "FN", "\r") == f"{value}, x"
    assert value_of(event, "LOCATION", "\r") == value
    for text in (wifi, contact, mecard, event, mail, sms):
        assert read_by_both(text) == [text, text]


def test_each_kind_has_the_form_that_phones_read() -> None:
    made = {
        "wifi": {"name": "Sommet", "password": "ouvert2016", "hidden": "yes"},
        "phone": {"number": "+33 (1) 23-45.67 89"},
        "geo": {"latitude": "48,87701", "longitude": "2.30135"},
        "email": {"to": "a@exemple.org", "subject": "Été", "body": "un\ndeux"},
        "contact": {"name": "Ada King Lovelace", "phone": "+33 1", "website": "https://exemple.org"},
        "mecard": {"name": "Ada Lovelace", "website": "https://exemple.org/a:b"},
        "event": {"title": "Atelier", "start": "2016-12-07T10:00+01:00",
                  "end": "2016-12-07T11:30+01:00"},
    }  # fmt: skip
    assert {kind: payloads.payload(kind, fields) for kind, fields in made.items()} == {
        "wifi": "WIFI:T:WPA;S:Sommet;P:ouvert2016;H:true;;",
        "phone": "tel:+33123456789",
        "geo": "geo:48.87701,2.30135",
        "email": "mailto:a@exemple.org?subject=%C3%89t%C3%A9&body=un%0D%0Adeux",
        "contact": "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Lovelace;Ada King\r\nFN:Ada King Lovelace\r\n"
                   "TEL:+331\r\nURL:https://exemple.org/\r\nEND:VCARD\r\n",
        "mecard": "MECARD:N:Lovelace,Ada;URL:https\\://exemple.org/a\\:b;;",
        "event": "BEGIN:VEVENT\r\nSUMMARY:Atelier\r\nDTSTART:20161207T090000Z\r\n"
                 "DTEND:20161207T103000Z\r\nEND:VEVENT\r\n",
    }  # fmt: skip


def test_whole_days_end_where_the_next_one_starts() -> None:
    text = payloads.payload("event", {"title": "x", "start": "2016-12-07", "end": "2016-12-09"})
    assert "DTSTART;VALUE=DATE:20161207\r\nDTEND;VALUE=DATE:20161210" in text


@pytest.mark.parametrize(
    ("kind", "fields", "says"),
    [
        ("wifi", {}, "wifi needs name"),
        ("wifi", {"name": "x", "password": "short"}, "5 characters"),
        ("wifi", {"name": "x" * 33, "password": "12345678"}, "33 bytes; 32"),
        ("wifi", {"name": "x", "security": "WPA9"}, "one of WPA, WEP"),
        ("wifi", {"name": "x", "security": "nopass", "password": "12345678"}, "do not go together"),
        ("wifi", {"name": "x", "hidden": "oui"}, "yes or no"),
        ("email", {"to": "a@b"}, "not an e-mail address"),
        ("email", {"to": "a@exemple.org?bcc=x@y.org"}, "not an e-mail address"),
        ("phone", {"number": "call me"}, "not a telephone number"),
        ("geo", {"latitude": "95", "longitude": "2"}, "-90 to 90"),
        ("geo", {"latitude": "nan", "longitude": "2"}, "-90 to 90"),
        ("contact", {"name": "x", "website": "javascript:alert(1)"}, "https://"),
        ("contact", {"name": "x\x07"}, "U+0007"),
        ("mecard", {"name": "x\ny"}, "several lines"),
        ("event", {"title": "x", "start": "2016-12-09", "end": "2016-12-07"}, "before it starts"),
        ("event", {"title": "x", "start": "2016-12-07T10:00", "end": "2016-12-07"}, "time zone"),
        ("event", {"title": "x", "start": "tomorrow", "end": "2016-12-07"}, "not a time"),
        ("event", {"title": "x", "start": "9999-12-31T23:59-12:00", "end": "9999-12-31T23:59-12:00"},
         "the year 9999"),
        ("event", {"title": "x", "start": "0001-01-01", "end": "2016-12-07"}, "the year 1;"),
        ("sms", {"to": "+33", "message": "x"}, "it has to, text"),
    ],
)  # fmt: skip
def test_what_no_phone_would_read_is_refused(kind: str, fields: dict[str, str], says: str) -> None:
    with pytest.raises(AddressError, match=re.escape(says)):
        payloads.payload(kind, fields)
