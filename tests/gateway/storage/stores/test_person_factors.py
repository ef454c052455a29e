"""Links, recovery codes, passkeys and challenges on both engines: what is unique, and what is good once."""

from datetime import timedelta

import pytest

from gateway.authentication.passkey import Purpose
from gateway.storage.engine import reading, writing
from gateway.storage.queries.factors import factors
from gateway.storage.stores.challenges import Challenges
from gateway.storage.stores.credentials import Credentials
from gateway.storage.stores.people import People
from gateway.storage.stores.person_factors import PersonFactors
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.storage.samples import NOW

A, B = b"a" * 32, b"b" * 32
LATER = NOW + timedelta(hours=24)


def test_R16_one_link_a_person_and_used_once(office):
    with writing(office) as connection:
        links = PersonFactors(connection).links
        assert links.issue("P-sato", digest=A, by="P-kato", at=NOW, until=LATER)
        assert links.issue("P-sato", digest=B, by="P-kato", at=NOW, until=LATER)
        assert links.of(A) is None
        found = links.of(B)
        assert found is not None and (found.person, found.username, found.used_at) == ("P-sato", "sato", None)
        assert not links.use("P-kato", B, NOW) and not links.use("P-sato", A, NOW) and not links.use("P-sato", B, LATER)
        assert links.use("P-sato", B, NOW) and not links.use("P-sato", B, NOW)
        assert not links.issue("P-nobody", digest=A, by="P-kato", at=NOW, until=LATER)


def test_one_token_is_one_persons(office):
    with pytest.raises(GatewayFault), writing(office) as connection:
        links = PersonFactors(connection).links
        assert links.issue("P-sato", digest=A, by="P-kato", at=NOW, until=LATER)
        links.issue("P-kato", digest=A, by="P-kato", at=NOW, until=LATER)


def test_R16_recovery_codes_are_good_once_and_replaced_whole(office):
    with writing(office) as connection:
        codes = PersonFactors(connection).recovery_codes
        codes.replace("P-sato", [A, B], NOW)
        assert codes.left("P-sato") == 2 and not codes.use("P-kato", A, NOW)
        assert codes.use("P-sato", A, NOW) and not codes.use("P-sato", A, NOW)
        assert codes.left("P-sato") == 1
        codes.replace("P-sato", [A], NOW)
        assert codes.left("P-sato") == 1 and not codes.use("P-sato", B, NOW)


def test_a_passkey_is_one_persons_and_counts_upwards_from_what_was_seen(office):
    with writing(office) as connection:
        passkeys = PersonFactors(connection).passkeys
        assert passkeys.add("P-sato", credential_id=A, sealed=b"x", name="電話", sign_count=3, at=NOW)
        assert not passkeys.add("P-kato", credential_id=A, sealed=b"y", name="k", sign_count=0, at=NOW)
        assert passkeys.count(A, 3, 4, NOW) and not passkeys.count(A, 3, 5, NOW)
        found = passkeys.get(A)
        assert found is not None and (found.person, found.username, found.sign_count) == ("P-sato", "sato", 4)
        assert not passkeys.remove("P-kato", A) and passkeys.remove("P-sato", A) and passkeys.get(A) is None


def test_what_a_person_proves_himself_with_and_a_reset(office):
    with writing(office) as connection:
        held = PersonFactors(connection)
        People(connection).put_credential("P-kato", "totp", b"sealed")
        held.passkeys.add("P-sato", credential_id=B, sealed=b"x", name="n", sign_count=0, at=NOW)
        People(connection).put_credential("P-sato", "password", b"sealed")
        held.recovery_codes.replace("P-sato", [A, B], NOW)
        held.links.issue("P-sato", digest=A, by="P-kato", at=NOW, until=LATER)
        credential = Credentials(connection).of("sato")
        assert credential is not None and credential.passkeys == (B,)
        assert held.kinds("P-sato") == ("passkey", "password")
    with reading(office) as connection:
        line = factors(connection, "P-sato")
        assert (line.kinds, line.recovery_left) == (("passkey", "password"), 2)
        assert [each.name for each in line.passkeys] == ["n"] and line.link is not None
    with writing(office) as connection:
        held = PersonFactors(connection)
        held.reset("P-sato")
        assert held.kinds("P-sato") == () and held.recovery_codes.left("P-sato") == 0 and held.links.of(A) is None
        assert held.kinds("P-kato") == ("totp",) and held.anybodys()


def test_R16_a_challenge_is_good_once_for_one_purpose_and_person_in_time(office):
    soon = NOW + timedelta(minutes=5)
    with writing(office) as connection:
        challenges = Challenges(connection)
        assert challenges.ask(A, Purpose.ENTER, None, until=soon, now=NOW)
        assert challenges.ask(B, Purpose.AGAIN, "P-sato", until=soon, now=NOW)
        assert not challenges.ask(A, Purpose.AGAIN, "P-sato", until=soon, now=NOW)
        for wrong in ((A, Purpose.AGAIN, None), (A, Purpose.ENTER, "P-sato"), (B, Purpose.AGAIN, "P-kato")):
            assert not challenges.use(*wrong, NOW)
        assert not challenges.use(A, Purpose.ENTER, None, soon)
        assert challenges.use(A, Purpose.ENTER, None, NOW) and not challenges.use(A, Purpose.ENTER, None, NOW)
        assert challenges.ask(
            A, Purpose.ENTER, None, until=soon + timedelta(hours=1), now=soon
        )  # the old ones are gone
        assert not challenges.use(B, Purpose.AGAIN, "P-sato", NOW)
