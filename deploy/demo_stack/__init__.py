"""`deploy/demo`: brings the whole of Sekisho up on loopback beside a call centre to guard, and takes it down again."""
