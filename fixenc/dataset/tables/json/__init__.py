"""JSON: which texts do objects hold, and how do their bytes change in place?

``rows`` are objects a line (JSON Lines), ``array`` those of an array, and ``escaped`` changes a
text inside an object and leaves all other bytes as they are.
"""
