"""Who is at the door: which factors were proved on a connection, in which order, and what that amounts to."""
