"""Lists of words the detectors know: where each comes from stands in its file."""
