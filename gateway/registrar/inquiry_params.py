"""What the office asks of the registrar before it shows what the disclosure records say."""

from datetime import date
from typing import Annotated

from msgspec import Meta

from gateway.disclosure.inquiry import NUMBERS_MAX, PURPOSE_LETTERS_MAX, About
from gateway.ipc.messages import Params
from gateway.registrar.disclosure_params import Code


class InquiryBegun(Params, frozen=True, kw_only=True):
    """`inquiry.begin`: an auditor wants to look, at what and why; `numbers` people by number. Answer: the inquiry's id."""

    about: About
    client: Code
    since: date
    until: date
    numbers: Annotated[int, Meta(ge=0, le=NUMBERS_MAX)]
    purpose: Annotated[str, Meta(min_length=1, max_length=PURPOSE_LETTERS_MAX)]
