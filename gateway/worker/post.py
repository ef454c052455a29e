"""Sending mail: one connection a letter, one letter a recipient, TLS unless the server is this machine."""

import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Literal

SECONDS = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where mail is handed in. Fills `ports.Post`."""

    host: str
    port: int
    tls: Literal["starttls", "none"]
    sender: str

    def send(self, recipients: Sequence[str], subject: str, text: str) -> None:
        """Raises OSError (smtplib's errors are) unless every recipient was accepted. Nobody learns who else received it."""
        with smtplib.SMTP(self.host, self.port, timeout=SECONDS) as server:
            if self.tls == "starttls":
                server.starttls(context=ssl.create_default_context())
            for recipient in recipients:
                server.send_message(self._mail(recipient, subject, text))

    def _mail(self, recipient: str, subject: str, text: str) -> EmailMessage:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self.sender, recipient, subject
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(text)
        return mail
