from gateway.keeper.inquiry_client import LookUp
from gateway.keeper.requests import InquiryDigest


class Keeper:
    def __init__(self) -> None:
        self.asked: list[InquiryDigest] = []

    def call(self, name, params, result, **_):
        assert name == "inquiry.digest"
        self.asked.append(params)
        return [each.message for each in params.items]


def test_answers_come_in_the_order_of_what_was_asked_in_pieces_the_keeper_takes():
    keeper = Keeper()
    messages = [("C01", str(number).encode()) for number in range(2_049)]
    assert LookUp(keeper, "Q-1").digests(messages) == [message for _, message in messages]
    assert [len(each.items) for each in keeper.asked] == [1024, 1024, 1]
    assert {each.inquiry for each in keeper.asked} == {"Q-1"}
