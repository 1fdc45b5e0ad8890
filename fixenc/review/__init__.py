"""Sinks: what was found, shown to people and handed to machines.

Each module writes one format, as a generator from outcomes to pieces of
output.  Nothing here reads or writes files.
"""
