"""The writer thread's own arithmetic; its behaviour is tested through the recorder."""

from hypothesis import given
from hypothesis import strategies as st

from gateway.recording.terminal_event import Code, TerminalEvent
from gateway.recording.writer import grouped

EVENTS = st.lists(
    st.builds(TerminalEvent, st.integers(0, 9), st.sampled_from([Code.OUTPUT, Code.INPUT]), st.binary(max_size=60)),
    max_size=20,
)


@given(EVENTS, st.integers(1, 30))
def test_R37_grouping_loses_and_reorders_nothing(events: list[TerminalEvent], chunk_bytes: int) -> None:
    groups = list(grouped(events, chunk_bytes))
    assert all(sum(len(event.data) for event in group) <= chunk_bytes for group in groups)
    assert all(groups)
    for code in (Code.OUTPUT, Code.INPUT):
        flat = b"".join(event.data for group in groups for event in group if event.code is code)
        assert flat == b"".join(event.data for event in events if event.code is code)


def test_a_large_event_is_cut_at_one_moment() -> None:
    groups = list(grouped([TerminalEvent(7, Code.OUTPUT, bytes(10))], 4))
    assert [[(event.at_us, len(event.data)) for event in group] for group in groups] == [[(7, 4)], [(7, 4)], [(7, 2)]]
