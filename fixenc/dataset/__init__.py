"""Data sets: columns of text in many files, repaired as one job, on one machine or many.

Words: a *data set* is files of tables; a *column* of one holds a *cell* for each *row*.  A
*part* of a file is what is read at once; a *task* is a file, or some row groups of a huge
one, and can be done by any worker of any *engine*, and done again; the *store* of a file is
the folder that it is in, of this machine or elsewhere.
"""
