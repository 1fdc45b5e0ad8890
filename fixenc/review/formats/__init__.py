"""Formats: how findings are written for a terminal, a browser or another program.

Each module writes one output format, as a generator from outcomes to pieces of output.
:mod:`fixenc.review.output` chooses among them; its ``RENDERERS`` names the module and the
function of each.
"""
