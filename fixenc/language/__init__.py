"""Does this read like a language?  One place that all rules ask."""
