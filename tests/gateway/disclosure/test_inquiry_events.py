from gateway.audit.event import decode, encode
from gateway.disclosure.inquiry import About
from gateway.disclosure.inquiry_events import InquiryMade


def test_it_says_who_asked_what_and_why_and_has_no_place_for_a_number() -> None:
    made = InquiryMade(
        person="P-mori", inquiry="Q-20261123-ABCDEFGHJK", about=About.SUBJECT, client="C01", since="2022-01-01",
        until="2022-03-31", numbers=12, purpose="A社からの照会", by_username="mori", os_user="root",
    )  # fmt: skip
    assert decode("inquiry.made", encode(made)) == made
    assert isinstance(made.numbers, int)
