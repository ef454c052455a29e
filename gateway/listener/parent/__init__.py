"""The parent: accepts, lets wait, forks. It parses no packet, holds no key and opens no database."""
