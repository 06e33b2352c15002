"""The address policy: what may be printed, and what is refused with the way out."""

from __future__ import annotations

import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure import web_address
from brochure.errors import AddressError
from tests.conftest import ROOT

TABLE = tomllib.loads((ROOT / "tests" / "expected" / "addresses.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", TABLE["accepted"], ids=lambda row: row["written"])
def test_an_address_is_encoded_as_ascii_and_read_without_scheme(row: dict[str, str]) -> None:
    address = web_address.parse_url(row["written"])
    assert (address.url, address.readable) == (row["url"], row["readable"])


@pytest.mark.parametrize("row", TABLE["refused"], ids=lambda row: ascii(row["written"]))
def test_a_bad_address_is_refused_with_the_reason(row: dict[str, str]) -> None:
    with pytest.raises(AddressError, match=re.escape(row["says"])) as caught:
        web_address.parse_url(row["written"])
    assert str(caught.value).isprintable()


def test_a_very_long_address_is_refused_with_both_numbers() -> None:
    with pytest.raises(AddressError, match=r"3\d\d\d characters; 2000 is the most"):
        web_address.parse_url("https://exemple.org/" + "a" * 3000)


@given(st.text(max_size=60))
def test_parsing_its_own_result_changes_nothing(path: str) -> None:
    try:
        once = web_address.parse_url(f"https://exemple.org/{path}")
    except AddressError:
        return
    assert web_address.parse_url(once.url) == once
    assert once.url.isascii()


@pytest.mark.parametrize("row", TABLE["refused"], ids=lambda row: ascii(row["written"]))
def test_a_refused_address_is_named_in_french_too(row: dict[str, str]) -> None:
    with pytest.raises(AddressError) as caught:
        web_address.parse_url(row["written"])
    (problem,) = caught.value.problems
    assert problem.what("fr").startswith(web_address.visible(row["written"]))
    assert problem.what("fr") != problem.what("en")


def test_a_line_may_end_after_each_part_of_an_address() -> None:
    assert web_address.breakable("a.org/b-c?d=e") == ["a.org/", "b-", "c?", "d", "=e"]
