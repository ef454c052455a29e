"""SSH as we speak it, on both sides: paramiko 5.1.0 with the mends that tests/gateway/relay/ssh keeps honest."""
