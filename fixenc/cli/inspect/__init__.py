"""Commands that look at text, files or settings, say what they find, and change nothing."""
