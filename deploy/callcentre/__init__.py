"""The demo's call centre: real sshd, real PostgreSQL, a mail sink, and customers of whom nobody exists."""
