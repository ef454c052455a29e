"""Calls between our own processes on one machine, over Unix stream sockets.

Who may ask what is a table: a call nobody listed, from a role nobody listed, or with a key nobody listed, ends the connection.
"""
