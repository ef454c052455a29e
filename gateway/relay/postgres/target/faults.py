"""Whatever goes wrong with a target, in words: a fault of the codec has none of its own, and a broken stream is no fault yet."""

from collections.abc import Iterator
from contextlib import contextmanager

from gateway.relay.postgres.target import words
from gateway.relay.reaching import UNREACHABLE, Unreachable
from gateway.vocabulary.outcome import TargetError


@contextmanager
def worded() -> Iterator[None]:
    """Raises TargetError with words for every fault of the target's, Unreachable where the line broke."""
    try:
        yield
    except OSError as error:
        raise Unreachable(f"postgres, target: {error}", UNREACHABLE) from error
    except TargetError as error:
        if error.text is not None:
            raise
        raise TargetError(str(error), words.NOT_AS_IT_SHOULD) from error
