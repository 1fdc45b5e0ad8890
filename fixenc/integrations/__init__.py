"""Steps for the pipelines that clean corpora, in the place where they call ftfy."""
