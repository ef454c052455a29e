"""The state of both sides behind the log-in: what may come now, and to which description and verdict every row belongs. Pure.

The person's messages go in by `ask` (or `refuse`, where the gate says no), the target's by `hear`; bytes come out, and `take_due`
gives what the gateway itself has to say, when its turn in the order of the answers has come. What follows from that:

- Answers belong to the oldest request (`stages.ANSWERS`). Anything else is a fault: unknown, out of order, an answer to nothing.
- Names are resolved when the target answers, not when the person asks: only then is it certain which statement a name means,
  however much was pipelined, failed or skipped. What stands here under a name is the newest thing the target has confirmed under
  it, so it may hold a name the target has dropped, never another thing than the target's. That leans on the gate: no PREPARE,
  DEALLOCATE or DECLARE in SQL may reach the target, since such names live beside these.
- An Execute whose portal nobody described gets a Describe of our own before it, whose answer the person never sees. So a row
  without a description can only come from a target that breaks the protocol, and ends the session.
- No statement passes that nobody judged: Query and Parse take `about`, which comes back with each row.
- Of the target's other messages only those pass that cannot carry a row: errors as SQLSTATE and our words, settings by a list,
  command tags by shape; notices and notifications do not. COPY and FunctionCall have no place at all.

A statement the gate refused does not fail the target's transaction, so ReadyForQuery may still say "in transaction" after it.
"""

from typing import Generic

from gateway.relay.postgres.wire.asking import Asking
from gateway.relay.postgres.wire.expected import Ahead, T
from gateway.relay.postgres.wire.frames import Frame
from gateway.relay.postgres.wire.hearing import Heard, Hearing
from gateway.relay.postgres.wire.message import Message
from gateway.relay.postgres.wire.simple_query import Status
from gateway.relay.postgres.wire.standing import Standing
from gateway.vocabulary.outcome import Text


class Conversation(Generic[T]):
    """Used by one thread, from the target's first ReadyForQuery on. After a fault it is of no further use.

    T is what the gate knows of a statement; it is kept as long as the statement and never looked into.
    """

    def __init__(self, status: Status = Status.IDLE, ahead: Ahead[T] | None = None) -> None:
        self._standing: Standing[T] = Standing(status)
        self._asking, self._hearing = Asking(self._standing, ahead), Hearing(self._standing)

    @property
    def status(self) -> Status:
        """Where the target's transaction was at its last ReadyForQuery."""
        return self._standing.status

    @property
    def is_busy(self) -> bool:
        """True while the target has something to answer: only then is a CancelRequest worth passing on."""
        return self._standing.waiting.at_target > 0

    @property
    def is_quiet(self) -> bool:
        """True between batches, when nothing waits: the gateway may speak to the target itself."""
        return not self._standing.in_batch and not self._standing.waiting

    @property
    def in_batch(self) -> bool:
        """True from the first message of an extended query to its Sync."""
        return self._standing.in_batch

    @property
    def is_skipping(self) -> bool:
        """True if nothing of this batch goes to the target any more, since an error was told in it."""
        return self._standing.is_skipping

    @property
    def has_ended(self) -> bool:
        """True after Terminate, or an error with which the target closes. Nothing passes any more, either way."""
        return self._standing.has_ended

    def begin(self) -> bytes:
        """What goes to the target before anything else: it prepares what runs ahead of each Bind."""
        return self._asking.begin()

    def meant(self, statement: str) -> tuple[T, ...]:
        """What was judged of all the statements this name may mean for a Bind that is asked now; the newest last."""
        return self._asking.meant(statement)

    def ask(self, message: Message, about: T | None = None) -> bytes:
        """What goes to the target for this message, maybe nothing. `about` is the gate's verdict on a Query or Parse.

        Raises PeerError for what may not come now, GatewayFault for a statement without a verdict.
        """
        return self._asking.ask(message, about)

    def refuse(self, message: Message, sqlstate: str, text: Text, hint: Text | None = None) -> bytes:
        """This message does not go to the target; the person gets the error when its turn comes.

        What goes to the target is a Flush, where its earlier answers would keep the error waiting. In an extended query the
        rest of the batch is skipped, as after an error of the target's. Raises PeerError for what may not come now, GatewayFault
        for a message that has no answer, ValueError for a code that is no SQLSTATE.
        """
        return self._asking.refuse(message, sqlstate, text, hint)

    def speak(self, query: str) -> bytes:
        """What goes to the target for a statement of the gateway's own, ahead of what the person asks next.

        Between batches it may give rows; its answers come back as OURS. Within a batch it is an extended query under names of
        ours, which gives none (a SET), and whose error is the batch's, which the person gets. Nothing where a batch is skipped.
        """
        return self._asking.speak(query)

    def hear(self, frame: Frame) -> Heard[T]:
        """What becomes of the target's message. Raises TargetError for one that may not come now."""
        return self._hearing.hear(frame)

    def take_due(self) -> bytes:
        """What the gateway has to tell the person now. To be asked for after each ask and refuse, and behind what was heard."""
        return self._standing.take_due()
