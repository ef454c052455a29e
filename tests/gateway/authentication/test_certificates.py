from dataclasses import replace
from datetime import UTC, datetime
from ipaddress import ip_address, ip_network

import pytest

from gateway.authentication.certificates import fault_of, owner_of
from gateway.authentication.events import KeyFault
from gateway.authentication.ports import CertificateFacts, KeyKind, KeyOwner
from gateway.crypto.user_certificate import Certificate
from gateway.vocabulary.identity import Standing
from tests.gateway.authentication.a_door import World, a_terminal

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
AT = int(NOW.timestamp())
GOOD = Certificate(
    key=b"key", authority=b"ca", serial=7, key_id="sato", principals=(b"sato",), valid_after=AT, valid_before=AT + 1, sources=None
)  # fmt: skip
KNOWN = CertificateFacts(authority="head office", revoked=False, holder=None, withdrawn=False)
HERE = ip_address("192.0.2.7")


def fault(certificate=GOOD, facts=KNOWN, username="sato", host=HERE):
    return fault_of(certificate, facts, username, host=host, now=NOW)


def person(name):
    return KeyOwner(kind=KeyKind.PERSON, owner_id=f"P-{name}", name=name, standing=Standing.ACTIVE)


def test_a_certificate_that_is_good_in_everything_speaks_for_the_person_named():
    assert fault() is None
    facts = World().directory.people["sato"]
    assert owner_of(facts) == person("sato")


def test_its_authority_is_one_of_ours():
    assert fault(facts=replace(KNOWN, authority=None)) is KeyFault.CERTIFICATE_AUTHORITY


@pytest.mark.parametrize(
    ("after", "before", "expected"),
    [
        (AT + 1, AT + 9, KeyFault.CERTIFICATE_NOT_YET),
        (AT - 9, AT, KeyFault.CERTIFICATE_EXPIRED),
        (AT, AT + 1, None),
        (0, 2**64 - 1, None),
        (AT + 9, AT - 9, KeyFault.CERTIFICATE_NOT_YET),
        (0, 0, KeyFault.CERTIFICATE_EXPIRED),
    ],
)
def test_its_time_is_now_by_our_clock_the_last_second_not_among_it(after, before, expected):
    assert fault(replace(GOOD, valid_after=after, valid_before=before)) is expected


@pytest.mark.parametrize(
    "principals", [(), (b"",), (b"sato,mori",), (b"mori",), (b"Sato",), (b"sato ",), (b"sato\x00",), (b"sat",), (b"*",)]
)
def test_its_principals_name_the_user_letter_by_letter(principals):
    assert fault(replace(GOOD, principals=principals)) is KeyFault.CERTIFICATE_PRINCIPAL


def test_one_of_several_principals_is_enough():
    assert fault(replace(GOOD, principals=(b"mori", b"sato"))) is None


@pytest.mark.parametrize(
    ("sources", "host", "expected"),
    [
        (("192.0.2.0/24",), "192.0.2.7", None),
        (("10.0.0.0/8", "192.0.2.7/32"), "192.0.2.7", None),
        (("::ffff:192.0.2.0/120",), "192.0.2.7", None),
        (("2001:db8::/32",), "2001:db8::7", None),
        (("192.0.3.0/24",), "192.0.2.7", KeyFault.CERTIFICATE_ADDRESS),
        (("2001:db8::/32",), "192.0.2.7", KeyFault.CERTIFICATE_ADDRESS),
        ((), "192.0.2.7", KeyFault.CERTIFICATE_ADDRESS),
    ],
)
def test_it_is_used_from_where_it_may_be(sources, host, expected):
    named = replace(GOOD, sources=tuple(ip_network(one) for one in sources))
    assert fault(named, host=ip_address(host)) is expected


def test_bound_to_addresses_it_is_not_used_from_an_unknown_one():
    assert fault(replace(GOOD, sources=(ip_network("0.0.0.0/0"),)), host=None) is KeyFault.CERTIFICATE_ADDRESS
    assert fault(host=None) is None


def test_revoked_it_is_not_taken():
    assert fault(facts=replace(KNOWN, revoked=True)) is KeyFault.CERTIFICATE_REVOKED


@pytest.mark.parametrize(
    ("holder", "withdrawn", "expected"),
    [
        (None, False, None),
        (person("sato"), False, None),
        (person("suzuki"), False, KeyFault.CERTIFICATE_KEY),
        (a_terminal("T-7"), False, KeyFault.CERTIFICATE_KEY),
        (replace(a_terminal("T-7"), name="sato"), False, KeyFault.CERTIFICATE_KEY),
        (None, True, KeyFault.CERTIFICATE_KEY),
    ],
)
def test_R18_its_key_is_no_terminals_nobody_elses_and_not_revoked(holder, withdrawn, expected):
    assert fault(facts=replace(KNOWN, holder=holder, withdrawn=withdrawn)) is expected
