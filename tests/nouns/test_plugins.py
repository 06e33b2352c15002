"""Plugins: entry points of other packages, each name once."""

from __future__ import annotations

import pytest

from brochure.errors import PluginError
from brochure.plugins import installed_plugins
from tests.extending import Install


def test_a_name_that_two_packages_bring_is_refused_with_both(install: Install) -> None:
    install("brochure.products", {"flag": "one:FLAG"}, {}, "one-flags")
    assert installed_plugins("brochure.products")["flag"].target == "one:FLAG"
    install("brochure.products", {"flag": "two:FLAG"}, {}, "two-flags")
    with pytest.raises(
        PluginError, match=r"one_flags-1\.0.*two_flags-1\.0|two_flags-1\.0.*one_flags-1\.0"
    ):
        installed_plugins("brochure.products")
