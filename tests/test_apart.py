"""A program apart that is killed says nothing of the file; one that ends by itself met damage."""

import signal

import pytest

from evalbook.delivery.apart import apart
from evalbook.delivery.written import UnreadableFile


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_a_killed_program_does_not_make_a_file_damaged(number):
    with pytest.raises(UnreadableFile, match="was not read: the program that read it was killed"):
        apart("signal", "raise_signal", number)


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT])
def test_a_program_that_ends_on_a_file_makes_it_damaged(number):
    with pytest.raises(UnreadableFile, match="cannot be read: it is damaged"):
        apart("signal", "raise_signal", number)
