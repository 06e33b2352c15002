"""Checks: what a page asks of networks that they cannot do is a problem at its field."""

from __future__ import annotations

from brochure.networks import checks


def test_a_channel_that_there_is_not_is_told_with_its_place() -> None:
    assert list(checks.check_channels(("email", "facebook"))) == []
    (problem,) = checks.check_channels(("email", "faecbook"))
    assert (problem.id, problem.place.key) == ("channel-unknown", "channels[1]")
    assert problem.fields["channel"] == "faecbook"


def test_an_account_has_the_form_of_its_network() -> None:
    assert list(checks.check_accounts({"x": "@gouvernementFR"})) == []
    (problem,) = checks.check_accounts({"x": "@a name of many words"})
    assert (problem.id, problem.place.key) == ("account-form", "accounts.x")


def test_a_caption_is_as_long_as_its_network_takes() -> None:
    assert list(checks.check_captions({"bluesky": "a" * 300})) == []
    (problem,) = checks.check_captions({"bluesky": "a" * 301})
    assert (problem.id, problem.place.key) == ("caption-long", "captions.bluesky")
    assert (problem.fields["count"], problem.fields["most"]) == (301, 300)


def test_a_caption_is_for_a_network_that_has_captions() -> None:
    (problem,) = checks.check_captions({"nowhere": "a"})
    assert (problem.id, problem.place.key) == ("caption-network", "captions.nowhere")
