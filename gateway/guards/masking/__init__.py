"""Personal data in what a terminal shows, as stars: in text from left to right, and on whole screens. Pure."""

from gateway.guards.masking.masker import Masker, size_of
from gateway.guards.masking.reading import Controls

__all__ = ["Controls", "Masker", "size_of"]
