import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.disclosure.digests import person_of, stranger_of
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.disclosure.a_past import digest

WORDS = st.text(max_size=6)


@given(st.tuples(WORDS, WORDS, WORDS), st.tuples(WORDS, WORDS, WORDS))
def test_two_people_never_share_a_digest(one, other):
    assert (person_of(*one, digest) == person_of(*other, digest)) is (one == other)


@pytest.mark.parametrize(
    ("one", "other"),
    [(("C", "ab", "c"), ("C", "a", "bc")), (("C", "", "x"), ("C", "x", "")), (("C", "a\0", "b"), ("C", "a", "\0b"))],
)
def test_each_part_says_where_it_ends(one, other):
    assert person_of(*one, digest) != person_of(*other, digest)


def test_a_number_says_nothing_without_the_clients_key():
    client, found = person_of("C01", "customer", "100001", digest)
    assert client == "C01"
    assert b"100001" not in found
    assert found != person_of("C02", "customer", "100001", digest)[1]


@given(st.tuples(WORDS, WORDS, st.integers(0, 99), st.integers(0, 99)), st.tuples(WORDS, WORDS, WORDS))
def test_a_row_of_nobody_known_is_nobody_else(stranger, person):
    assert stranger_of(*stranger, digest) != person_of(*person, digest)
    client, session, statement, row = stranger
    assert stranger_of(*stranger, digest) != stranger_of(client, session, statement, row + 1, digest)
    assert stranger_of(*stranger, digest) != stranger_of(client, session, statement + 1, row, digest)


@pytest.mark.parametrize("answer", [b"", b"short", bytes(65)])
def test_a_digest_that_is_none_is_our_fault(answer):
    with pytest.raises(GatewayFault):
        person_of("C01", "customer", "1", lambda *_: answer)
