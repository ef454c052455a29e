from gateway.crypto.digest import fingerprint
from gateway.storage.engine import reading, writing
from gateway.storage.queries.authorities import AuthorityLine, authorities
from gateway.storage.stores.authorities import Authorities
from tests.gateway.storage.samples import NOW


def test_authorities_by_name_with_what_was_revoked(office):
    with writing(office) as connection:
        stored = Authorities(connection)
        for name in ("second", "first"):
            stored.add(fingerprint=fingerprint(name.encode()), name=name, blob=name.encode(), at=NOW)
        stored.revoke("second", NOW)
        stored.revoke_certificate(authority="first", mark="serial", value="7", at=NOW)
        stored.revoke_certificate(authority="first", mark="key-id", value="x", at=NOW)
    with reading(office) as connection:
        first, second = authorities(connection)
    assert first == AuthorityLine(
        name="first",
        fingerprint=fingerprint(b"first"),
        added_at=NOW,
        revoked_at=None,
        revoked=(("key-id", "x"), ("serial", "7")),
    )
    assert (second.name, second.revoked_at, second.revoked) == ("second", NOW, ())
