"""What may reach a person's terminal: target bytes -> text -> tokens -> what the allow table names. And the way back: spelling.

Text and sequences that only paint pass, in one spelling: valid UTF-8 and 7-bit controls (ECMA-48 §5.3). Everything else is
withheld to its end, measured and hashed, never kept.
"""

from gateway.guards.terminal.escape import TerminalEscape
from gateway.guards.terminal.spelling import Spelling

__all__ = ["Spelling", "TerminalEscape"]
