"""EPS of codes, in black ink alone."""

from __future__ import annotations

import re

from brochure.codes import eps
from brochure.codes.encoder import encode
from tests.codes.reading import URL


def test_eps_prints_black_in_black_ink_alone() -> None:
    text = eps.eps_file(encode(URL), "Été (1) %%EOF\n", 30).decode("ascii")
    inks = re.findall(r"^([\d. ]+) setcmykcolor", text, re.MULTILINE)
    assert inks == ["0 0 0 0", "0 0 0 1"]
    assert "setrgbcolor" not in text
    assert text.startswith("%!PS-Adobe-3.0 EPSF-3.0\n")
    assert text.count("\n%%EOF") == 1
