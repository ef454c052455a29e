from datetime import UTC, datetime

from gateway.detection.alert import Alarm, Severity
from gateway.vocabulary.outcome import Text
from gateway.worker.alarm_digest import LINES_MAX, SUBJECTS_MAX, Digest, Line

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
SAID = Text(ja="x", en="x")


def line(seq: int, kind: str, severity: Severity = Severity.WARNING, about: str = "") -> Line:
    alarm = Alarm(severity=severity, about=about, says=SAID, next=SAID, ask=SAID)
    return Line(seq=seq, at=NOW, kind=kind, alarm=alarm)


def test_a_digest_knows_from_where_to_where_and_how_many():
    digest = Digest()
    for seq in (3, 7, 9):
        digest.add(line(seq, "a.b"))
    assert (digest.first, digest.last, digest.total) == (3, 9, 3)
    assert digest.untold() == {}


def test_the_worst_stand_first_however_late_they_came():
    digest = Digest()
    for seq in range(5):
        digest.add(line(seq, "flood.warning"))
    digest.add(line(5, "it.burns", Severity.URGENT))
    assert [each.seq for each in digest.lines()] == [5, 0, 1, 2, 3, 4]
    assert digest.worst is Severity.URGENT


def test_a_flood_hides_no_other_kind_and_is_counted():
    digest = Digest()
    for seq in range(10_000):
        digest.add(line(seq, "flood.urgent", Severity.URGENT, about=f"P-{seq}"))
    digest.add(line(10_000, "one.urgent", Severity.URGENT))
    digest.add(line(10_001, "one.warning"))
    lines = digest.lines()
    assert len(lines) == LINES_MAX
    assert [each.kind for each in lines[:2]] == ["flood.urgent", "one.urgent"]
    assert digest.untold() == {"flood.urgent": 10_000 - (LINES_MAX - 1), "one.warning": 1}
    assert digest.total == 10_002
    assert len(digest.subjects) == SUBJECTS_MAX
