"""Who was seen, by values that stand together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.guards.detect import Kind
from gateway.guards.metering.people import ALIKE_MAX, VALUES_MAX, People, Seen
from gateway.guards.observing import Together

KEY = bytes(range(32))


def people(*values: tuple[Kind, str, Together], certain: bool = True) -> People:
    made = People(KEY)
    see(made, *values, certain=certain)
    return made


def see(into: People, *values: tuple[Kind, str, Together], certain: bool = True) -> None:
    for kind, value, context in values:
        into.saw(Seen(kind, value.encode()), context, certain=certain)


def row(number: int, *kinds: Kind) -> list[tuple[Kind, str, Together]]:
    return [(kind, f"{kind}{number}", Together.BESIDE) for kind in kinds]


def test_a_row_is_one_person() -> None:
    kinds = (Kind.PHONE, Kind.MAIL, Kind.POSTAL, Kind.ADDRESS)
    assert people(*(value for number in range(30) for value in row(number, *kinds))).count == 30


def test_labelled_lines_of_one_record_are_one_person() -> None:
    record = [(Kind.PHONE, "1", Together.LABELLED), (Kind.MAIL, "a", Together.LABELLED)]
    other = [(Kind.PHONE, "2", Together.LABELLED), (Kind.MAIL, "b", Together.LABELLED)]
    assert people(*record, *other).count == 2


def test_R07_each_value_that_stands_alone_is_somebody() -> None:
    """Phones of twenty and addresses of twenty others are forty, not twenty."""
    phones = [(Kind.PHONE, str(number), Together.ALONE) for number in range(20)]
    streets = [(Kind.ADDRESS, str(number), Together.ALONE) for number in range(20)]
    assert people(*phones, *streets).count == 40


def test_whoever_is_known_by_one_value_is_known() -> None:
    made = people(*row(1, Kind.PHONE, Kind.ADDRESS), *row(2, Kind.PHONE, Kind.ADDRESS))
    made.told()
    see(made, (Kind.PHONE, "phone1", Together.ALONE), (Kind.ADDRESS, "address2", Together.ALONE))
    assert made.count == 2
    assert (made.new(), made.again()) == ({}, {0, 1})


def test_a_street_that_many_share_makes_nobody_of_two_people() -> None:
    values = [
        (kind, value, Together.BESIDE)
        for number in range(20)
        for kind, value in ((Kind.PHONE, f"p{number}"), (Kind.POSTAL, "1000005"), (Kind.MAIL, f"m{number}"))
    ]
    assert people(*values).count == 20


@pytest.mark.parametrize("kind", [Kind.NAME, Kind.KANA, Kind.BIRTH, Kind.SUBSCRIBER_IP])
def test_what_is_not_counted_is_only_looked_at(kind: Kind) -> None:
    made = people(*((kind, str(number), Together.LABELLED) for number in range(30)))
    assert (made.count, len(made.alike())) == (0, 30)


def test_nothing_uncertain_is_counted() -> None:
    made = people(*row(1, Kind.PHONE, Kind.MY_NUMBER), certain=False)
    assert (made.count, len(made.alike())) == (0, 2)


def test_of_mail_addresses_that_stand_alone_every_tenth_counts() -> None:
    made = people(*((Kind.MAIL, f"{number}@example.jp", Together.ALONE) for number in range(236)))
    assert made.count == 23
    see(made, *((Kind.MAIL, f"{number}@example.jp", Together.ALONE) for number in range(236)))
    assert made.count == 23
    assert people(*row(1, Kind.MAIL), *row(2, Kind.MAIL)).count == 2


def test_news_stay_until_they_are_told_and_no_value_after() -> None:
    made = people(*row(1, Kind.PHONE, Kind.MAIL))
    assert made.new() == made.new() == {0: [Seen(Kind.PHONE, b"phone1"), Seen(Kind.MAIL, b"mail1")]}
    made.told()
    assert (made.new(), made.again(), made.alike()) == ({}, frozenset(), [])
    see(made, *row(1, Kind.PHONE, Kind.ADDRESS))
    assert made.new() == {0: [Seen(Kind.ADDRESS, b"address1")]}
    assert b"phone1" not in repr([getattr(made, name) for name in vars(made)]).encode()


def test_one_person_has_few_values_that_are_told_and_looks_are_bounded() -> None:
    made = People(KEY)
    for number in range(ALIKE_MAX + 100):
        made.saw(Seen(Kind.NAME, str(number).encode()), Together.ALONE, certain=True)
    assert len(made.alike()) == ALIKE_MAX
    kinds = [kind for kind in Kind if kind not in (Kind.NAME, Kind.KANA, Kind.BIRTH, Kind.SUBSCRIBER_IP)]
    assert len(kinds) <= VALUES_MAX


def test_keys_of_two_sessions_tell_nobody_apart_from_the_other() -> None:
    one, two = People(KEY), People(bytes(32))
    for each in (one, two):
        see(each, *row(1, Kind.PHONE))
    assert set(one._whose) != set(two._whose)


VALUES = st.tuples(
    st.sampled_from([Kind.PHONE, Kind.MAIL, Kind.ADDRESS, Kind.POSTAL]),
    st.sampled_from("abcdef"),
    st.sampled_from(Together),
)


@given(st.lists(VALUES, max_size=60))
def test_R06_no_order_of_values_hides_a_kind_of_which_there_are_more(values: list[tuple[Kind, str, Together]]) -> None:
    """At least as many people as there are different values of any one kind (lone mail addresses apart), at most all of them."""
    made = people(*values)
    by_kind: dict[Kind, set[str]] = {}
    for kind, value, context in values:
        if kind is not Kind.MAIL or context is not Together.ALONE:
            by_kind.setdefault(kind, set()).add(value)
    most = max((len(each) for kind, each in by_kind.items() if kind is not Kind.MAIL), default=0)
    assert most <= made.count <= sum(map(len, by_kind.values())) + 1
    again = people(*values)
    assert again.new() == made.new()
