"""Check-in: a code is known by its seal, and nobody makes one without the key."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from brochure.codes import check_in
from brochure.errors import AddressError

KEY = b"k" * 32


@example("😀" * 60)
@example(".")
@example("..a.")
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=60))
def test_an_id_is_read_back_from_its_code(identity: str) -> None:
    code = check_in.sealed(identity, KEY)
    assert check_in.identity_of(code, KEY) == identity
    assert check_in.identity_of(f" {code}\r\n", KEY) == identity
    assert check_in.identity_of(code, b"l" * 32) is None


def test_a_code_that_was_changed_is_not_known() -> None:
    code = check_in.sealed("K-0042", KEY)
    assert code.startswith("B1.K-0042.")
    changed = (code.replace("42", "43"), code[:-1], code + "A", code.lower(), "", "B1..", code[3:])
    assert [check_in.identity_of(text, KEY) for text in changed] == [None] * len(changed)


def test_the_seal_does_not_change_from_one_version_to_the_next() -> None:
    """Badges are printed days before they are read: HMAC-SHA256 of B1, a null and K-0042."""
    assert check_in.sealed("K-0042", KEY) == "B1.K-0042.5FBMU7NLHQ3RUVO3"


def test_a_key_that_could_be_guessed_is_refused() -> None:
    assert check_in.key_of(b"0123456789abcdef\n", "key.txt") == b"0123456789abcdef"
    with pytest.raises(AddressError, match="the key has 6 bytes, and 16 are the least"):
        check_in.key_of(b"secret\n", "key.txt")
