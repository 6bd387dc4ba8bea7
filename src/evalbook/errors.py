"""The one kind of error that is meant for the person at the keyboard."""


class EvalbookError(Exception):
    """What is wrong and what to do about it, without a person's id or value; the CLI prints it."""
