from typing import Any, cast

import msgspec

from gateway.ipc.messages import News, decode
from gateway.registrar.live import Live
from gateway.vocabulary.outcome import Text
from tests.gateway.registrar.stand_in import peer
from tests.gateway.registrar.test_rights import GOOD

TEXT = Text(ja="終わり", en="the end")


def heard(of: Any) -> list[tuple[str, Any]]:
    news = [decode(body) for body in of.line.sent]
    return [(each.kind, msgspec.msgpack.decode(each.args)) for each in news if isinstance(each, News)]


def test_everybody_hears_what_concerns_his_role() -> None:
    live, session, other, gateway = Live(), peer("session"), peer("session"), peer("gateway")
    for each in (session, other, gateway):
        live.opened(each)
    live.tell_all_end("x", TEXT)
    live.tell_policy_changed()
    live.tell_kill("C-9")
    live.tell_authenticated("C-9")
    end = ("end", {"session": None, "reason": "x", "ja": "終わり", "en": "the end"})
    assert heard(session) == heard(other) == [end, ("policy.changed", {})]
    assert heard(gateway) == [("kill", {"connection": "C-9"}), ("authenticated", {"connection": "C-9"})]


def test_whoever_is_gone_hears_nothing() -> None:
    live, session = Live(), peer("session")
    live.opened(session)
    live.closed(session)
    live.tell_all_end("x", TEXT)
    assert heard(session) == []
    assert not live.is_here(session)


def test_R18_whoever_else_uses_a_terminal_from_another_host_is_named_while_he_is_here() -> None:
    live, first, second = Live(), peer("session"), peer("session")
    first.address, second.address = "192.0.2.7:1", "198.51.100.9:1"
    for each in (first, second):
        live.opened(each)
    assert live.uses_terminal(first, "T-1") is None
    assert live.uses_terminal(second, "T-2") is None
    assert live.uses_terminal(second, "T-1") == "192.0.2.7:1"
    live.closed(first)
    assert live.uses_terminal(second, "T-1") is None
    first.address = "[::ffff:198.51.100.9]:2"
    live.opened(first)
    assert live.uses_terminal(first, "T-1") is None, "the same host in other words"


def test_a_session_is_found_with_its_connection_until_it_ends() -> None:
    live, session = Live(), peer("session")
    live.began(session, GOOD)
    assert live.peer_of(GOOD.id) is session
    assert live.found(GOOD.id) == (session, GOOD)
    assert live.running() == [(session, GOOD)]
    live.ended(GOOD.id)
    live.ended(GOOD.id)
    assert live.peer_of(GOOD.id) is None
    assert cast(Any, live.running()) == []
