"""The shipped bounds are the promised ones (design §6)."""

from gateway.recording.limits import RecorderLimits


def test_R41_defaults() -> None:
    limits = RecorderLimits()
    assert limits.chunk_seconds < limits.unwritten_seconds <= 1.0
    assert limits.watched_chunk_seconds <= 0.2
    assert limits.sync_seconds >= 1.0
    assert limits.chunk_bytes == 64 * 1024
    assert limits.unwritten_seconds + limits.grace_seconds <= 10
    assert limits.pending_bytes <= 4 * 1024 * 1024
