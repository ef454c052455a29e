"""Every reason has its words, in both languages."""

import pytest

from gateway.commands.events import Cut
from gateway.commands.running.scripts import NotBegun
from gateway.commands.running.words import Why, not_done, of_cut, of_status


@pytest.mark.parametrize("why", Why)
def test_every_reason_is_said(why: Why) -> None:
    refused = not_done(why)
    assert refused.why is why
    assert refused.text.ja and refused.text.en.isascii()


@pytest.mark.parametrize("status", [None, *NotBegun])
def test_every_status_of_the_frame_is_said(status: NotBegun | None) -> None:
    assert of_status(status).text.en


@pytest.mark.parametrize("cut", Cut)
def test_every_cut_is_said_and_what_may_be_left(cut: Cut) -> None:
    plain, left = of_cut(cut, left=False), of_cut(cut, left=True)
    assert plain is not None and left is not None
    assert plain.en.isascii() and left.en.startswith(plain.en) and len(left.ja) > len(plain.ja)
    assert of_cut(None, left=True) is None
