"""The man page, made from the help of the command.

    python -m fixenc.cli.manual > fixenc/cli/manual/fixenc.1

The page is kept in the repository, since a wheel is built without what the command needs to
run; a test makes it again and compares.
"""
