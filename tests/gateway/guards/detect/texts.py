"""Looking at short texts in the tests of this folder."""

from gateway.guards.detect import Context, Detector, Kind

DETECTOR = Detector()


def seen(text: str, context: Context | None = None) -> list[tuple[str, str]]:
    """Kind and characters of every sight."""
    return [(one.kind.value, text[one.start : one.end]) for one in DETECTOR.look(text, context or Context())]


def values(text: str, kind: Kind) -> list[str]:
    """The keys of one kind."""
    return [one.value_key.decode() for one in DETECTOR.look(text, Context()) if one.kind is kind]


def certain(text: str) -> list[str]:
    """The kinds of certain sights."""
    return [one.kind.value for one in DETECTOR.look(text, Context()) if one.certain]
