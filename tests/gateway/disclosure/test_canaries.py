from gateway.disclosure.canaries import spelled_seen
from gateway.disclosure.digests import spelled_person


def test_a_value_a_shell_shows_and_a_number_of_a_database_are_never_the_same_message():
    seen = {spelled_seen("C-01", kind, value) for kind in ("phone", "mail") for value in (b"1", b"2", b"\xff")}
    assert len(seen) == 6
    assert spelled_person("C-01", "phone", "1") not in seen
    assert spelled_seen("C-01", "phone", b"1") != spelled_seen("C-02", "phone", b"1")
