"""Payloads: what a code says besides an address, each kind escaped as phones read it.

Every value is refused or escaped, never dropped: what a phone reads back is what was given.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote

from brochure import validation, web_address
from brochure.codes import iban
from brochure.errors import AddressError
from brochure.problems import error

Fields = Mapping[str, str]

SECURITIES = ("WPA", "WEP", "nopass", "SAE")

_PHONE = re.compile(r"\+?[0-9*#]{2,20}")
_MAIL = re.compile(r"[^@\s,;:<>\"()\[\]\\]{1,64}@[^@\s,;:<>\"()\[\]\\]+\.[^@\s,;:<>\"()\[\]\\.]{2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of payload: the fields it ``needs``, those it ``takes`` besides, and what makes its text.

    ``example`` is a command line that makes one.
    """

    needs: tuple[str, ...]
    takes: tuple[str, ...]
    make: Callable[[Fields], str]
    example: str


def payload(kind: str, fields: Fields) -> str:
    """The text of a code of ``kind``, one of KINDS, with these ``fields``. Raises AddressError.

    ``payload("phone", {"number": "+33 1 23 45 67 89"})`` is "tel:+33123456789".
    """
    row = KINDS[kind]
    names = row.needs + row.takes
    for name in fields:
        if name not in names:
            raise AddressError(
                error("payload-field-unknown", kind=kind, name=name, names=names, example=row.example)
            )
    for name in row.needs:
        if not fields.get(name, "").strip():
            raise AddressError(
                error("payload-field-missing", kind=kind, name=name, example=row.example)
            )
    for name, value in fields.items():
        for char in value:
            if unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} and char != "\n":
                code = f"U+{ord(char):04X}"
                raise AddressError(error("payload-control-character", name=name, code=code))
    return row.make({name: value for name, value in fields.items() if value})


def _escaped(text: str, marks: str) -> str:
    r"""``text`` with a backslash before each of ``marks``; line ends become \n."""
    return "".join(f"\\{c}" if c in marks else "\\n" if c == "\n" else c for c in text)


def _one_line(name: str, text: str) -> str:
    if "\n" in text:
        raise AddressError(error("payload-several-lines", name=name))
    return text


def _wifi(fields: Fields) -> str:
    """The form of Wi-Fi Alliance WPA3, 7 and of ZXing, "Wi-Fi Network config"."""
    password = _one_line("password", fields.get("password", ""))
    security = fields.get("security", "WPA" if password else "nopass")
    if security not in SECURITIES:
        raise AddressError(error("payload-security-unknown", security=security, securities=SECURITIES))
    if security == "nopass" and password:
        raise AddressError(error("payload-password-unused", security=security))
    if security != "nopass" and not password:
        raise AddressError(error("payload-password-missing", security=security))
    length = len(password.encode())
    if security in {"WPA", "SAE"} and not 8 <= length <= 63:
        raise AddressError(error("payload-password-length", length=length, security=security))
    name = _one_line("name", fields["name"])
    if (size := len(name.encode())) > 32:
        raise AddressError(error("payload-network-name-long", bytes=size))
    hidden = {"": False, "yes": True, "no": False}.get(fields.get("hidden", ""))
    if hidden is None:
        raise AddressError(error("payload-hidden", value=fields["hidden"]))
    marks = '\\;,:"'
    parts = [f"T:{security}", f"S:{_escaped(name, marks)}"]
    parts += [f"P:{_escaped(password, marks)}"] if password else []
    parts += ["H:true"] if hidden else []
    return f"WIFI:{';'.join(parts)};;"


def _mail(name: str, text: str) -> str:
    if not _MAIL.fullmatch(text):
        raise AddressError(error("payload-email", name=name, value=text))
    return text


def _number(name: str, text: str) -> str:
    number = re.sub(r"[ ()./\u00a0\u202f-]", "", text)
    if not _PHONE.fullmatch(number):
        raise AddressError(error("payload-phone", name=name, value=text))
    return number


def _telephone(fields: Fields) -> str:
    """RFC 3966; what asks an exchange for something has a sharp, which in an address is %23."""
    return f"tel:{_number('number', fields['number']).replace('#', '%23')}"


def _email(fields: Fields) -> str:
    """RFC 6068."""
    to = quote(_mail("to", fields["to"]), safe="@!$'*+-._~")
    texts = {key: fields[key].replace("\n", "\r\n") for key in ("subject", "body") if key in fields}
    tail = "&".join(f"{key}={quote(text, safe='')}" for key, text in texts.items())
    return f"mailto:{to}?{tail}" if tail else f"mailto:{to}"


def _geo(fields: Fields) -> str:
    """RFC 5870."""
    values = []
    for name, most in (("latitude", 90), ("longitude", 180)):
        text = fields[name].replace(",", ".")
        try:
            value = float(text)
        except ValueError:
            value = most + 1.0
        if not -most <= value <= most:
            raise AddressError(error("payload-degrees", name=name, value=fields[name], most=most))
        values.append(f"{value:.6f}".rstrip("0").rstrip("."))
    return f"geo:{','.join(values)}"


def _website(fields: Fields) -> str:
    return web_address.parse_url(fields["website"]).url if "website" in fields else ""


def _vcard(fields: Fields) -> str:
    """RFC 2426 (vCard 3.0, which phones read), lines ended by CRLF."""
    marks = "\\;,"
    whole, given, family = _names(fields, "contact")
    lines = [
        "BEGIN:VCARD", "VERSION:3.0",
        f"N:{_escaped(family, marks)};{_escaped(given, marks)}",
        f"FN:{_escaped(whole, marks)}",
    ]  # fmt: skip
    rows = {
        "ORG": _escaped(fields.get("organisation", ""), marks),
        "TITLE": _escaped(fields.get("role", ""), marks),
        "TEL": _number("phone", fields["phone"]) if "phone" in fields else "",
        "EMAIL": _mail("email", fields["email"]) if "email" in fields else "",
        "URL": _website(fields),
    }
    lines += [f"{key}:{value}" for key, value in rows.items() if value]
    return "\r\n".join([*lines, "END:VCARD"]) + "\r\n"


def _names(fields: Fields, kind: str) -> tuple[str, str, str]:
    """The whole name, given names and family name, as they are given, else told of the whole one.

    Without a comma the family name is the last word, with the small ones before it: "de la Cruz".
    """
    given, family, whole = (fields.get(name, "") for name in ("given", "family", "name"))
    if given or family:
        return whole or f"{given} {family}".strip(), given, family
    if not whole.strip():
        raise AddressError(
            error("payload-field-missing", kind=kind, name="name", example=KINDS[kind].example)
        )
    if "," in whole:
        family, given = whole.split(",", 1)
        return whole, given.strip(), family.strip()
    words = whole.split(" ")
    first = len(words) - 1
    while first > 1 and words[first - 1].islower():
        first -= 1
    return whole, " ".join(words[:first]), " ".join(words[first:])


def _mecard(fields: Fields) -> str:
    """NTT DOCOMO, "MECARD": shorter than a vCard; family name first, after it a comma."""
    marks = '\\;:,"'
    lines = {
        name: _one_line(name, fields[name]) for name in ("name", "given", "family") if name in fields
    }
    _, given, family = _names(lines, "mecard")
    name = _escaped(family, marks) + (f",{_escaped(given, marks)}" if given else "")
    rows = {
        "N": name,
        "ORG": _escaped(_one_line("organisation", fields.get("organisation", "")), marks),
        "TEL": _number("phone", fields["phone"]) if "phone" in fields else "",
        "EMAIL": _escaped(_mail("email", fields["email"]), marks) if "email" in fields else "",
        "URL": _escaped(_website(fields), marks),
    }
    return "MECARD:" + "".join(f"{key}:{value};" for key, value in rows.items() if value) + ";"


def _epc(fields: Fields) -> str:
    """A credit transfer of the SEPA area (EPC069-12, version 002): 331 bytes at most, for level M.

    A reference that is one of ISO 11649 ("RF18…") is written as such, any other as a text.
    """
    name = _shortened("name", fields["name"], 70)
    account = iban.checked(fields["iban"])
    bic = re.sub(r"\s", "", fields.get("bic", "")).upper()
    if bic and not re.fullmatch(r"[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?", bic):
        raise AddressError(error("payload-bic", value=fields["bic"]))
    reference = _shortened("reference", fields.get("reference", ""), 140)
    structured = iban.creditor_reference(reference)
    lines = [
        "BCD", "002", "1", "SCT", bic, name, account, _amount(fields.get("amount", "")), "",
        structured, "" if structured else reference,
    ]  # fmt: skip
    text = "\n".join(lines).rstrip("\n")
    if (size := len(text.encode())) > 331:
        raise AddressError(error("payload-epc-long", bytes=size))
    return text


def _shortened(name: str, text: str, most: int) -> str:
    text = _one_line(name, text).strip()
    if len(text) > most:
        raise AddressError(error("payload-long", name=name, count=len(text), most=most))
    return text


def _amount(text: str) -> str:
    """Euros and cents: "12,5" is EUR12.50; nothing is an amount that who pays fills in."""
    if not text.strip():
        return ""
    plain = re.sub(r"[\s\u00a0\u202f€]|EUR", "", text).replace(",", ".")
    if not re.fullmatch(r"\d{1,9}(?:\.\d{1,2})?", plain) or not float(plain):
        raise AddressError(error("payload-amount", value=text))
    euros, _, cents = plain.partition(".")
    return f"EUR{int(euros)}.{cents.ljust(2, '0')}"


def _event(fields: Fields) -> str:
    """RFC 5545, 3.6.1, the bare component: UTC, CRLF, and no more than a calendar needs."""
    starts, ends = _moment("start", fields["start"]), _moment("end", fields["end"])
    if isinstance(starts, datetime) != isinstance(ends, datetime):
        raise AddressError(error("payload-event-day-and-time"))
    if ends < starts:
        raise AddressError(error("payload-event-ends-early", start=fields["start"], end=fields["end"]))
    marks = "\\;,"
    lines = [
        "BEGIN:VEVENT",
        f"SUMMARY:{_escaped(fields['title'], marks)}",
        f"DTSTART{_stamp(starts)}",
        # A whole day ends where the next one starts (RFC 5545, 3.6.1).
        f"DTEND{_stamp(ends if isinstance(ends, datetime) else ends + timedelta(days=1))}",
    ]
    lines += [f"LOCATION:{_escaped(fields['place'], marks)}"] if "place" in fields else []
    return "\r\n".join([*lines, "END:VEVENT"]) + "\r\n"


def _moment(name: str, text: str) -> date | datetime:
    moment: date
    try:
        moment = date.fromisoformat(text)
    except ValueError:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise AddressError(error("payload-time", name=name, value=text)) from None
        if moment.tzinfo is None:
            raise AddressError(error("payload-time-zone", name=name, value=text)) from None
    if problems := [*validation.check_moment(moment, name)]:
        raise AddressError(*problems)
    return moment


def _stamp(moment: date | datetime) -> str:
    if isinstance(moment, datetime):
        return f":{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return f";VALUE=DATE:{moment:%Y%m%d}"


def _sms(fields: Fields) -> str:
    """The form "SMSTO:" that phones read; the text stands as it is after the second colon."""
    number = _number("to", fields["to"])
    return f"SMSTO:{number}:{fields['text']}" if "text" in fields else f"SMSTO:{number}"


_CONTACT = ("organisation", "role", "phone", "email", "website")

KINDS: Mapping[str, Kind] = {
    "wifi": Kind(needs=("name",), takes=("password", "security", "hidden"), make=_wifi,
                 example='brochure qr wifi name="Sommet invités" password="ouvert2016"'),
    "email": Kind(needs=("to",), takes=("subject", "body"), make=_email,
                  example='brochure qr email to=presse@exemple.org subject="Sommet"'),
    "phone": Kind(needs=("number",), takes=(),
                  make=_telephone,
                  example='brochure qr phone number="+33 1 23 45 67 89"'),
    "sms": Kind(needs=("to",), takes=("text",), make=_sms,
                example='brochure qr sms to="+33 6 12 34 56 78" text="OUI"'),
    "geo": Kind(needs=("latitude", "longitude"), takes=(), make=_geo,
                example="brochure qr geo latitude=48.87701 longitude=2.30135"),
    "text": Kind(needs=("text",), takes=(), make=lambda fields: fields["text"],
                 example='brochure qr text text="Bonjour"'),
    "epc": Kind(needs=("name", "iban"), takes=("amount", "reference", "bic"), make=_epc,
                example='brochure qr epc name="Les Amis du musée" '
                        'iban="FR76 3000 6000 0112 3456 7890 189" amount=25 reference="Don 2026"'),
    "contact": Kind(needs=(), takes=("name", "given", "family", *_CONTACT), make=_vcard,
                    example='brochure qr contact name="Ada Lovelace" email=ada@exemple.org'),
    "mecard": Kind(needs=(), takes=("name", "given", "family", "organisation", "phone", "email",
                                    "website"), make=_mecard,
                   example='brochure qr mecard name="Ada Lovelace" phone="+33 1 23 45 67 89"'),
    "event": Kind(needs=("title", "start", "end"), takes=("place",), make=_event,
                  example='brochure qr event title="Atelier" start=2016-12-07T10:00+01:00 '
                          "end=2016-12-07T11:30+01:00 place=Pleyel"),
}  # fmt: skip
"""Every kind of payload by its name on the command line."""
