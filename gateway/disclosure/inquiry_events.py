"""What the journal keeps of inquiries: who asked what about whose records, how many numbers, and why. Never a number."""

from dataclasses import dataclass
from typing import ClassVar

from gateway.audit.event import Event
from gateway.disclosure.inquiry import About


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiryMade(Event):
    """An auditor is about to see what the disclosure records say; `person` is who. Written before the first line is shown.

    `client` is the code asked about, `since` and `until` days in Japan; `numbers` how many people were asked about.
    """

    kind: ClassVar[str] = "inquiry.made"

    inquiry: str
    about: About
    client: str
    since: str
    until: str
    numbers: int
    purpose: str
    by_username: str
    os_user: str
