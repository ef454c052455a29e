"""A small change to a file: in a text area of the gateway's own, shown as a difference, confirmed with a reason."""
