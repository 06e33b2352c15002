"""Payloads: each kind says what was given, whatever it holds, to two decoders."""

from __future__ import annotations

import io
import re
from urllib.parse import unquote

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
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


IBAN = "FR76 3000 6000 0112 3456 7890 189"


def test_a_payment_is_written_as_banks_read_it() -> None:
    """EPC069-12, version 002: a line for each element; a text or a reference of ISO 11649."""
    fields = {"name": "Les Amis du musée", "iban": IBAN, "amount": "12,5", "reference": "Don 2026"}
    assert payloads.payload("epc", fields).split("\n") == [
        "BCD", "002", "1", "SCT", "", "Les Amis du musée", "FR7630006000011234567890189", "EUR12.50",
        "", "", "Don 2026",
    ]  # fmt: skip
    structured = fields | {"reference": "RF18 5390 0754 7034", "bic": "bnpafrpp", "amount": ""}
    made = payloads.payload("epc", structured)
    assert made.split("\n") == [
        "BCD", "002", "1", "SCT", "BNPAFRPP", "Les Amis du musée", "FR7630006000011234567890189", "",
        "", "RF18539007547034",
    ]  # fmt: skip
    assert payloads.payload("epc", {"name": "A", "iban": IBAN}).endswith("890189")
    assert read_by_both(made) == [made, made]


@pytest.mark.parametrize("iban", [
    "DE89370400440532013000", "ES91 2100 0418 4502 0005 1332", "IT60X0542811101000000123456",
    "NL91ABNA0417164300", "BE68539007547034", "MT84MALT011000012345MTLCAST001S", "NO9386011117947",
])  # fmt: skip
def test_every_account_with_right_check_digits_is_taken(iban: str) -> None:
    assert iban.replace(" ", "") in payloads.payload("epc", {"name": "A", "iban": iban})


@given(st.integers(4, 26), st.sampled_from("0123456789"))
def test_a_digit_that_is_mistyped_is_found(at: int, digit: str) -> None:
    good = IBAN.replace(" ", "")
    bad = good[:at] + digit + good[at + 1 :]
    if bad != good:
        with pytest.raises(AddressError):
            payloads.payload("epc", {"name": "A", "iban": bad})


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "Juan de la Cruz"}, "N:de la Cruz;Juan"),
        ({"name": "Ada King Lovelace"}, "N:Lovelace;Ada King"),
        ({"name": "Cruz, Juan de la"}, "N:Cruz;Juan de la"),
        ({"given": "María José", "family": "García Márquez"}, "N:García Márquez;María José"),
        ({"given": "Anne", "family": "de La Rochefoucauld", "name": "Anne de L."},
         "N:de La Rochefoucauld;Anne"),
        ({"name": "Molière"}, "N:Molière;"),
    ],
)  # fmt: skip
def test_names_are_given_and_family_names_as_they_are_given(fields: dict[str, str], said: str) -> None:
    made = payloads.payload("contact", fields)
    assert said in made.split("\r\n")
    whole = fields.get("name", f"{fields.get('given')} {fields.get('family')}").replace(",", "\\,")
    assert f"FN:{whole}" in made.split("\r\n")
    family, given = said.removeprefix("N:").split(";")
    assert f"N:{family}" + (f",{given}" if given else "") in payloads.payload("mecard", fields)


def test_a_sharp_is_no_end_of_a_telephone_number() -> None:
    assert payloads.payload("phone", {"number": "*#06#"}) == "tel:*%2306%23"


def test_a_text_is_what_it_says() -> None:
    assert payloads.payload("text", {"text": "Salut ; à : tous\n…"}) == "Salut ; à : tous\n…"


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
        ("contact", {"phone": "+33 1"}, "contact needs name"),
        ("mecard", {"website": "https://a.example"}, "mecard needs name"),
        ("epc", {"name": "A"}, "epc needs iban"),
        ("epc", {"name": "A", "iban": "12345"}, "12345… is no account number"),
        ("epc", {"name": "A", "iban": "FR76 3000 6000 0112 3456 7890 198"}, "wrong check digits"),
        ("epc", {"name": "A", "iban": IBAN[:-1]}, "it has 26 signs, those of FR have 27"),
        ("epc", {"name": "A", "iban": "TR330006100519786457841326"}, "no accounts of TR in the SEPA"),
        ("epc", {"name": "A", "iban": IBAN, "bic": "BNP"}, "“BNP” is no bank's identifier"),
        ("epc", {"name": "A", "iban": IBAN, "amount": "0"}, "“0” is no amount in euros"),
        ("epc", {"name": "A", "iban": IBAN, "amount": "12.345"}, "“12.345” is no amount"),
        ("epc", {"name": "A", "iban": IBAN, "amount": "9999999999"}, "is no amount"),
        ("epc", {"name": "A", "iban": IBAN, "reference": "RF19539007547034"}, "wrong check digits"),
        ("epc", {"name": "x" * 71, "iban": IBAN}, "name has 71 characters; 70 are the most"),
        ("epc", {"name": "é" * 70, "iban": IBAN, "reference": "é" * 140}, "bytes, 331 are the most"),
    ],
)  # fmt: skip
def test_what_no_phone_would_read_is_refused(kind: str, fields: dict[str, str], says: str) -> None:
    with pytest.raises(AddressError, match=re.escape(says)):
        payloads.payload(kind, fields)
