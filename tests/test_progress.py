"""What is told of the work of a command: true on a terminal, readable in a file, nothing when nothing is asked for."""

from io import StringIO

import pytest

from evalbook.machine.progress import PLAIN, QUIET, VERBOSE, Progress, part, say, stage, told

USUAL = {"read": (5, 1), "run chapters": (1, 50), "set pages": (20, 1)}


class Terminal(StringIO):
    def isatty(self):
        return True


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def work(level, stream, *, pace=1.0, chapters=4):
    """The three stages of a command, each as long as is usual times the pace; what is left after each part."""
    clock, left = Clock(), []
    with told(Progress(USUAL, level, stream, clock)) as progress:
        with stage("read"):
            left.append(progress.left())
            clock.now += 5 * pace
        with stage("run chapters", chapters):
            for number in range(chapters):
                clock.now += pace
                part(f"0{number}")
                left.append(progress.left())
        with stage("set pages"):
            clock.now += 20 * pace
    return left


def test_in_a_file_a_stage_is_a_line_and_nothing_is_written_over():
    work(PLAIN, stream := StringIO())
    assert stream.getvalue().splitlines() == [
        "read, about 75 s left",
        "run chapters, about 25 s left",
        "set pages, about 20 s left",
    ]


def test_on_a_terminal_one_line_is_written_anew_and_is_gone_at_the_end():
    work(PLAIN, stream := Terminal())
    lines = stream.getvalue().split("\r")
    assert "\n" not in stream.getvalue() and "run chapters 2 of 4, about 25 s left" in [line.strip() for line in lines]
    assert lines[-1] == "" and not lines[-2].strip()


def test_each_part_is_told_where_all_is_asked_for():
    work(VERBOSE, stream := Terminal())
    assert "  03\n" in stream.getvalue() and "read: 5.0 s\n" in stream.getvalue() and "\r" not in stream.getvalue()


def test_quiet_says_nothing_but_warnings():
    stream = StringIO()
    work(QUIET, stream)
    with told(Progress(USUAL, QUIET, stream)):
        say("jobs: 3 rows have no wage")
    assert stream.getvalue() == "jobs: 3 rows have no wage\n"


@pytest.mark.parametrize("pace", [0.5, 1, 3])
def test_what_is_left_follows_the_pace_of_the_machine(pace):
    left = work(QUIET, StringIO(), pace=pace)
    assert left == [75, *(pytest.approx(pace * (3 - number + 20)) for number in range(4))]


def test_a_stage_of_which_nothing_had_to_be_made_says_nothing_of_the_pace():
    assert work(QUIET, StringIO(), pace=0.01, chapters=0) == [75]
    clock = Clock()
    with told(Progress(USUAL, QUIET, StringIO(), clock)) as progress:
        with stage("read", 0):
            clock.now += 0.1
        with stage("run chapters", 0):
            clock.now += 0.1
            assert progress.left() == 20


def test_outside_of_a_command_nothing_is_told(capsys):
    with stage("read"):
        part("x")
    assert capsys.readouterr() == ("", "")
    say("a warning")
    assert capsys.readouterr().err == "a warning\n"
