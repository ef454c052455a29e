import pytest

from gateway.listener.allowance import (
    BYTES_AN_EXCHANGE,
    EXCHANGES_MAX,
    LOGIN_BYTES_MAX,
    LOGIN_PACKETS_MAX,
    SECONDS_AN_EXCHANGE,
    UNKNOWN_MAX,
    WHILE_EXCHANGING_MAX,
    Allowance,
    Phase,
)
from gateway.vocabulary.outcome import PeerError

IGNORE, KEXINIT, DATA = 2, 20, 94


def until_it_ends(act):
    count = 0
    with pytest.raises(PeerError):
        while count < 10_000_000:
            act()
            count += 1
    return count


def test_before_the_log_in_packets_and_bytes_are_bounded_whatever_they_are():
    small, large = Allowance(0), Allowance(0)
    assert until_it_ends(lambda: small.came(IGNORE, 1, Phase.LOGIN)) == LOGIN_PACKETS_MAX
    assert until_it_ends(lambda: large.came(IGNORE, 32768, Phase.LOGIN)) == LOGIN_BYTES_MAX // 32768


def test_after_the_log_in_data_is_not_counted():
    allowance = Allowance(0)
    for _ in range(3 * WHILE_EXCHANGING_MAX):
        allowance.came(DATA, 32768, Phase.OPEN)


def test_what_is_sent_while_a_key_exchange_waits_is_bounded():
    allowance = Allowance(0)
    assert until_it_ends(lambda: allowance.came(80, 10, Phase.EXCHANGE)) == WHILE_EXCHANGING_MAX
    calm = Allowance(0)
    for _ in range(5):
        for _ in range(WHILE_EXCHANGING_MAX):
            calm.came(DATA, 10, Phase.EXCHANGE)
        calm.came(KEXINIT, 1000, Phase.EXCHANGE)


def test_key_exchanges_are_earned_by_data_and_time():
    bare, busy, old = Allowance(0), Allowance(0), Allowance(0)
    assert until_it_ends(lambda: bare.exchange(0, 0)) == EXCHANGES_MAX
    for number in range(10_000):
        busy.exchange(number * BYTES_AN_EXCHANGE, 0)
        old.exchange(0, number * SECONDS_AN_EXCHANGE)


def test_unknown_messages_are_answered_a_hundred_times():
    assert until_it_ends(Allowance(0).unknown) == UNKNOWN_MAX
