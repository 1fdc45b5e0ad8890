"""Folders that are a data set: which of their files are not tables, and what becomes of them."""
