"""``fixenc dataset``: its options, and what runs on files and on databases."""
