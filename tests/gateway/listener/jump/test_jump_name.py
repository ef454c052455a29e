from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.listener.jump.jump_name import accounts_now, opens_now, target_named
from gateway.listener.jump.opening import DirectOpening
from gateway.vocabulary.identifiers import TARGET_NAME
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.target import Protocol
from gateway.work_orders.order import Standing as OrderStanding
from tests.gateway.authorization.a_request import NOW
from tests.gateway.sessions.an_office import facts, free_order, free_target


def opening(host: bytes, port: int = 22) -> DirectOpening:
    return DirectOpening(remote=0, window=1 << 21, packet_bytes=32768, host=host, port=port)


def test_a_targets_name_and_port_22():
    assert target_named(opening(b"callcenter-app")) == "callcenter-app"


@pytest.mark.parametrize(
    "host",
    [
        b"", b"Callcenter-app", b"CALLCENTER-APP", b"callcenter-app.", b".callcenter-app", b" callcenter-app",
        b"callcenter-app ", b"callcenter-app\0", b"\0", b"callcenter-app\n", b"callcenter-app,build-host",
        b"callcenter-app.example.org", b"127.0.0.1", b"127.1", b"2130706433", b"0x7f000001", b"::1", b"[::1]",
        b"::ffff:127.0.0.1",
        b"fe80::1%eth0", b"localhost", b"LOCALHOST", b"localhost.", b"*", b"callcenter-*", b"user@callcenter-app",
        b"callcenter-app:22", b"xn--n8j", "コール".encode(), "ｃallcenter-app".encode(), "callcenter‐app".encode(), b"\xff\xfe",
        b"a" * 64, b"-app", b"1app", b"..", b"/etc/passwd", b"callcenter_app",
    ],
)  # fmt: skip
def test_R02_nothing_else_is_a_name(host):
    named = target_named(opening(host))
    assert named is None or named == "xn--n8j", "an exact name, which no target bears unless somebody registered it"


@pytest.mark.parametrize("port", [0, 1, 21, 23, 2222, 3306, 65535, 65536 + 22, 2**32 - 1])
def test_R02_no_other_port(port):
    assert target_named(opening(b"callcenter-app", port)) is None


@given(st.binary(max_size=80), st.integers(0, 2**32 - 1))
def test_whatever_comes_it_is_an_exact_name_or_nothing(host, port):
    named = target_named(opening(host, port))
    assert named is None or (port == 22 and named.encode() == host and TARGET_NAME.fullmatch(named))


HERE = facts(free_target(), (free_order("maint"),))


def test_an_order_that_is_open_now_opens_it():
    assert opens_now(HERE, "build-host", NOW)
    assert accounts_now(HERE, "build-host", NOW) == ("maint",)


@pytest.mark.parametrize(
    "changed",
    [
        replace(HERE, target=None),
        replace(HERE, orders=()),
        replace(HERE, target=free_target(protocol=Protocol.POSTGRESQL)),
        replace(HERE, target=free_target(standing=Standing.SUSPENDED)),
        replace(HERE, target=free_target(name="another-host")),
        *(
            replace(HERE, orders=(replace(free_order("maint"), standing=standing),))
            for standing in OrderStanding
            if standing is not OrderStanding.APPROVED
        ),
        replace(HERE, orders=(replace(free_order("maint"), starts_at=NOW + timedelta(seconds=1)),)),
        replace(HERE, orders=(replace(free_order("maint"), ends_at=NOW),)),
    ],
)
def test_R23_nothing_else_does(changed):
    assert not opens_now(changed, "build-host", NOW)


def test_R23_an_order_for_another_target_does_not():
    assert not opens_now(HERE, "callcenter-app", NOW)
    assert accounts_now(HERE, "callcenter-app", NOW) == ()
