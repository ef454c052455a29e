"""Where recordings are kept once they are written: a folder of this machine, or an object store that speaks S3."""
