"""Carrying bytes between a terminal and a target. Whatever comes from a target passes the stages and the recorder first."""
