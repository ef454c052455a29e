"""The journal: typed events in canonical bytes, chained, in an RFC 6962 tree, signed, witnessed, verifiable by anybody."""
