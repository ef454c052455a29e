"""The walk along the chain: from rows as stored to the leaf hashes they should have, naming every row that is not right.

An entry is known by the sequence number inside its body; the column only says where it stands. Each entry's hash is
attested by the `prev` in the next one's body, so a leaf is handed on only when the next row has been seen. A sound row
takes the short way; anything else is looked at with the two rows after it, and the walk goes on behind the damage:

    gap in the numbers                       -> deleted         two rows claim one number      -> inserted
    numbers run on, bodies skip              -> deleted         two rows claim each other's    -> swapped
    bytes are not what the next row attests  -> changed         body right, a copy differs     -> column
"""

from collections.abc import Callable, Iterator

from gateway.audit.accounts import Accounts
from gateway.audit.entry import NO_ENTRY, Entry, EntryMalformed, differences, read_body, subject_of
from gateway.audit.finding import Finding, Findings, What, shown
from gateway.audit.look import Ahead, Look, look
from gateway.audit.merkle import leaf_hash

KnownLeaf = Callable[[int], bytes | None]
"""The leaf hash a tile holds for a sequence number, None where there is no tile. Believed only once a root agrees."""


class Walk:
    """One pass over the rows.

    `expected` is the next sequence number; `frontier_at` the time of the entry after the leaf handed on last, None at the
    end.
    """

    def __init__(self, rows: Iterator[Entry], known: KnownLeaf, findings: Findings) -> None:
        self._rows = Ahead(rows)
        self._known = known
        self._findings = findings
        self._prev: bytes | None = NO_ENTRY
        self._held: bytes | None = None
        self._accounts = Accounts(findings)
        self.expected = 0
        self.shift = 0
        self.frontier_at: str | None = None

    @property
    def rows(self) -> int:
        """Rows read so far."""
        return self._rows.taken

    def leaves(self) -> Iterator[bytes | None]:
        """The leaf hashes in order; None where one is missing that nothing attests (the tree is unknown from there)."""
        for entry in self._rows:
            leaf = self._sound(entry)
            self.frontier_at = entry.at
            if leaf is None:
                yield from self._trouble(look(entry))
            else:
                if self._held is not None:
                    yield self._held
                self._held = self._prev = leaf
                self.expected += 1
        self.frontier_at = None
        if self._held is not None:
            yield self._held
        self._accounts.settle()

    def _sound(self, entry: Entry) -> bytes | None:
        """The short way: the leaf hash of a row that is right in every respect, else None."""
        leaf, prev = leaf_hash(entry.body), self._prev
        if entry.hash != leaf or entry.prev != prev or entry.seq != self.expected + self.shift:
            return None
        try:
            body = read_body(entry.body)
        except EntryMalformed:
            return None
        copy_of = body.data.get
        sound = (
            body.seq == self.expected
            and body.prev == prev.hex()
            and body.at == entry.at
            and body.node == entry.node
            and body.kind == entry.kind
            and copy_of("person") == entry.person
            and copy_of("session") == entry.session
            and copy_of("terminal") == entry.terminal
            and copy_of("target") == entry.target
            and copy_of("order") == entry.order
            and subject_of(body.data) == entry.subject
        )
        return leaf if sound else None

    def _trouble(self, row: Look) -> Iterator[bytes | None]:
        place = row.entry.seq - self.shift
        if place != self.expected and row.agrees and row.claims not in (None, place):
            if row.claims == self.expected:
                yield from self._renumbered(row)
            else:
                self._accounts.displaced(row.claims, row.entry.seq)
        elif place < self.expected:
            self._note(What.INSERTED, row.entry.seq)
        else:
            if place > self.expected:
                yield from self._gap(place, row)
            if row.claims == self.expected:
                yield from self._in_place(row)
            else:
                yield from self._out_of_place(row)

    def _renumbered(self, row: Look) -> Iterator[bytes | None]:
        """The right entry under a wrong number; if the rows after it continue so, they are taken as renumbered too."""
        self._note(What.COLUMN, self.expected, place="seq", expected=self.expected, found=row.entry.seq)
        ahead, moved = self._rows.peek(), row.entry.seq - self.expected
        if ahead is not None and ahead.claims is not None and ahead.entry.seq - ahead.claims == moved:
            self.shift = moved
        yield from self._settle(row)

    def _gap(self, stop: int, row: Look) -> Iterator[bytes | None]:
        """Entries up to `stop` are missing; what attests them keeps the tree going."""
        self._accounts.missing(self.expected, stop - 1)
        for seq in range(self.expected, stop):
            attested = row.prev if seq == stop - 1 and row.claims == stop and row.agrees else self._known(seq)
            yield from self._hand_on(attested)
            if attested is None:
                break
        self.expected = stop

    def _out_of_place(self, row: Look) -> Iterator[bytes | None]:
        """At the right number stands another entry, or bytes that are none."""
        ahead, claims = self._rows.peek(), row.claims
        if claims is not None and claims == self.expected - 1 and self._rows.claims() in (None, self.expected):
            self._twice(row)
        elif ahead is not None and ahead.claims == self.expected:
            if claims == self.expected + 1 and self._rows.claims(1) != self.expected + 1:
                yield from self._swapped_with_next(row, ahead)
            else:
                self._note(What.INSERTED, row.entry.seq)
                self.shift += 1
        elif (stop := self._gap_closed_at(row)) is not None:
            self.shift -= stop - self.expected
            yield from self._gap(stop, row)
            yield from self._in_place(row)
        else:
            yield from self._stray(row)

    def _gap_closed_at(self, row: Look) -> int | None:
        """The number of a later entry, sound in itself, that continues another one than the last, and is continued.

        Then the entries between were deleted and the rows after them renumbered.
        """
        claims = row.claims
        if claims is None or claims < self.expected or not row.agrees or row.prev == self._prev:
            return None
        return claims if self._rows.claims() in (None, claims + 1) else None

    def _twice(self, row: Look) -> None:
        """This row and the one before claim the same number: one of them was inserted and the rest renumbered."""
        ahead = self._rows.peek()
        right = self._known(self.expected - 1) or (ahead.prev if ahead is not None else None)
        if right is not None and right == self._held:
            self._note(What.INSERTED, row.entry.seq)
        else:
            self._note(What.INSERTED, row.entry.seq - 1)
            self._held = self._prev = row.leaf
        self.shift += 1

    def _swapped_with_next(self, row: Look, ahead: Look) -> Iterator[bytes | None]:
        next(self._rows)
        self._note(What.SWAPPED, self.expected, last=self.expected + 1)
        yield from self._hand_on(ahead.leaf)
        yield from self._hand_on(row.leaf)
        self.expected += 2

    def _stray(self, row: Look) -> Iterator[bytes | None]:
        self._accounts.stray(self.expected, row.claims)
        ahead = self._rows.peek()
        attested = self._known(self.expected)
        if attested is None and ahead is not None and ahead.claims == self.expected + 1:
            attested = ahead.prev
        if attested is None and row.claims is None:
            attested = row.entry.hash
        yield from self._hand_on(attested)
        self.expected += 1

    def _in_place(self, row: Look) -> Iterator[bytes | None]:
        """The row claims the number expected; so may the next one."""
        ahead = self._rows.peek()
        if ahead is None or ahead.claims != self.expected:
            yield from self._settle(row)
            return
        third = self._rows.peek(1)
        right = self._known(self.expected)
        if right is None and third is not None and third.claims == self.expected + 1:
            right = third.prev
        if right == row.leaf:
            next(self._rows)
            self._note(What.INSERTED, ahead.entry.seq)
            yield from self._settle(row)
        else:
            self._note(What.INSERTED, row.entry.seq)
        self.shift += 1

    def _settle(self, row: Look) -> Iterator[bytes | None]:
        """The row is where it belongs: is it what was written, does it continue the chain, are its copies right?"""
        right = self._attested(row)
        if right != row.leaf:
            self._note(What.CHANGED, self.expected, expected=right, found=row.leaf)
            yield from self._hand_on(right)
        else:
            if self._prev is not None and row.prev is not None and row.prev != self._prev:
                before = max(self.expected - 1, 0)
                self._note(What.CHANGED, before, expected=row.prev, found=self._prev)
                self._held = row.prev if self._held is not None else None
            self._columns(row)
            yield from self._hand_on(row.leaf)
        self.expected += 1

    def _attested(self, row: Look) -> bytes | None:
        """The hash this entry must have, by whatever speaks for it: a tile, the next row, or only itself."""
        known, ahead = self._known(self.expected), self._rows.peek()
        if known is not None:
            return known
        if ahead is None or ahead.claims != self.expected + 1:
            return row.entry.hash
        if ahead.prev == row.leaf or not row.agrees:
            return ahead.prev
        # The row agrees with itself and not with the next: one of the two was rewritten. The one after decides.
        third = self._rows.peek(1)
        if third is not None and third.claims == self.expected + 2:
            return ahead.prev if third.prev == ahead.leaf else row.leaf
        return ahead.prev if ahead.agrees else row.leaf

    def _columns(self, row: Look) -> None:
        for column, expected, found in differences(row.entry):
            if column != "seq":
                self._note(What.COLUMN, self.expected, place=column, expected=expected, found=found)

    def _hand_on(self, leaf: bytes | None) -> Iterator[bytes | None]:
        if self._held is not None:
            yield self._held
        if leaf is None:
            yield None
        self._held = self._prev = leaf

    def _note(self, what: What, seq: int, *, last: int | None = None, **said: object) -> None:
        self._findings.add(
            Finding(what=what, seq=seq, last=last, **{name: shown(value) for name, value in said.items()})
        )
