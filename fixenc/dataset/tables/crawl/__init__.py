"""Crawl: which texts do WARC files hold, and how are their records made anew?

``warc`` reads and writes files of records, and ``record`` is one of them, with its lengths and
digests.
"""
