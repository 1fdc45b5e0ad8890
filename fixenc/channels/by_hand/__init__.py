"""Channels that a person names, compares or teaches by example.

A channel is written as codecs between ``>``: ``cp1251>cp1252`` was stored in windows-1251 and
read as windows-1252, ``utf-8>cp1252>utf-8>cp1252`` went through the same mistake twice.
:mod:`~fixenc.channels.by_hand.notation` reads and writes this,
:mod:`~fixenc.channels.by_hand.readings` lists the likeliest readings of a text, and
:mod:`~fixenc.channels.by_hand.learn` finds the channel that made one text out of another.
"""
