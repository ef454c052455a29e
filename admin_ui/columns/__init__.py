"""Columns of databases: what is classified how, by whom, and what is masked. To be read; the files are policy."""
