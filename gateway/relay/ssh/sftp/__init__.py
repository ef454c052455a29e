"""Uploads: SFTP version 3 spoken by the gateway itself, to the client and to the target, so that files go in and never out."""
