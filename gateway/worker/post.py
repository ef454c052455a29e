"""Sending mail: one connection a letter, one letter a recipient, TLS unless the server is this machine."""

import logging
import smtplib
import ssl
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from enum import Enum, auto
from typing import Literal

from gateway.worker.letter import Letter
from gateway.worker.ports import Delivery

log = logging.getLogger(__name__)
SECONDS = 20.0


class Fate(Enum):
    """What the server said to one recipient's letter (RFC 5321 §4.2.1)."""

    TAKEN = auto()
    REFUSED = auto()  # 5yz: for good
    LATER = auto()  # 4yz, or no answer


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where mail is handed in. Fills `ports.Post` and `ports.AlarmPost`."""

    host: str
    port: int
    tls: Literal["starttls", "none"]
    sender: str

    def send(self, recipients: Sequence[str], subject: str, text: str) -> None:
        """Raises OSError (smtplib's errors are) unless every recipient was accepted. Nobody learns who else received it."""
        with self._connected() as server:
            for recipient in recipients:
                server.send_message(self._mail(recipient, subject, text))

    def hand_in(self, recipients: Sequence[str], letter: Letter, number: str) -> Delivery:
        """Hand `letter` in for each recipient by itself, so that one bad address keeps it from nobody else.

        `number` becomes the Message-ID: where the same letter has to be sent again, mail systems can tell. Raises OSError
        where the server cannot be reached at all.
        """
        fates = dict.fromkeys(recipients, Fate.LATER)
        server = self._connected()
        try:
            for recipient in fates:
                fates[recipient] = self._fate(server, recipient, letter, number)
        finally:
            with suppress(OSError):  # what was taken stays taken, however the server says good-bye
                server.quit()
            server.close()
        return Delivery(**{name: _those(fates, fate) for name, fate in _FIELDS.items()})

    def _fate(self, server: smtplib.SMTP, recipient: str, letter: Letter, number: str) -> Fate:
        try:
            mail = self._mail(recipient, letter.subject, letter.text)
            mail["Message-ID"] = f"<{number}@{self.sender.rpartition('@')[2]}>"
            server.send_message(mail)
        except smtplib.SMTPRecipientsRefused as refused:
            codes = [code for code, _ in refused.recipients.values()]
        except smtplib.SMTPResponseException as failure:
            codes = [failure.smtp_code]
        except (OSError, ValueError) as failure:  # ValueError: an address that is none
            log.warning("a letter was not handed in: %s", type(failure).__name__)
            return Fate.LATER
        else:
            return Fate.TAKEN
        log.warning("the mail server did not take a letter: %s", codes)
        return Fate.REFUSED if all(code >= 500 for code in codes) else Fate.LATER

    def _connected(self) -> smtplib.SMTP:
        server = smtplib.SMTP(self.host, self.port, timeout=SECONDS)
        if self.tls == "starttls":
            try:
                server.starttls(context=ssl.create_default_context())
            except BaseException:
                server.close()
                raise
        return server

    def _mail(self, recipient: str, subject: str, text: str) -> EmailMessage:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self.sender, recipient, subject
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(text)
        return mail


_FIELDS = {"taken": Fate.TAKEN, "refused": Fate.REFUSED, "later": Fate.LATER}


def _those(fates: dict[str, Fate], wanted: Fate) -> tuple[str, ...]:
    return tuple(recipient for recipient, fate in fates.items() if fate is wanted)
