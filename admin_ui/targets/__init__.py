"""Pages of the targets: where the gateway leads, whose data stand there, what could go wrong there."""
