"""Encoding: which codec a file is in, and the conversion from it to text and back.

:mod:`~fixenc.files.encoding.decode` turns bytes into a document and back.  The codec is
the declared one (:mod:`~fixenc.files.encoding.declared`, :mod:`~fixenc.files.encoding.project`)
or the one that :mod:`~fixenc.files.encoding.evidence` finds: UTF-16 and UTF-32
(:mod:`~fixenc.files.encoding.wide`), several codecs in one file
(:mod:`~fixenc.files.encoding.mixed`), or the likeliest legacy codec
(:mod:`~fixenc.files.encoding.detection`).  :mod:`~fixenc.files.encoding.transcode` says
whether a file may be converted to UTF-8.
"""
