"""At every moment the old or the new stands in its place, whole, wherever the program is stopped."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import stops
from evalbook.machine import swap
from evalbook.machine.making_place import aside_of, making_of, workshop
from evalbook.machine.swap import put_in_place, restore, unstopped, whole_file
from stops import AT_ONCE, CANNOT, NEW, OLD, files_in, make, write
from system_calls import may_trace

pytestmark = pytest.mark.program


@pytest.fixture(params=[AT_ONCE, CANNOT])
def way(request, monkeypatch):
    """Both ways of putting something in place: what a system or disk may refuse is tried as if it did."""
    if request.param == CANNOT:
        monkeypatch.setattr(swap, "_exchange", lambda one, other: False)
    return request.param


@pytest.mark.parametrize("before", [None, {}, OLD], ids=["nothing", "an empty folder", "an old one"])
def test_what_was_made_stands_in_its_place_and_nothing_beside_it(tmp_path, way, before):
    if before is not None:
        (tmp_path / "book").mkdir()
        write(tmp_path / "book", before)
    make(tmp_path / "book")
    assert files_in(tmp_path / "book") == NEW
    assert os.listdir(tmp_path) == ["book"]


@pytest.mark.skipif(not may_trace(), reason="this machine does not let a program follow its child's system calls")
@pytest.mark.parametrize("stop", ["SIGKILL", "SIGTERM", "SIGHUP", "SIGINT"])
def test_stopped_at_each_system_call_the_old_or_the_new_stands_there(tmp_path, way, stop):
    """In a small program: one that has all of the tests takes four times as long to be forked, some hundred times."""
    run = [sys.executable, stops.__file__, str(tmp_path / "book"), way, stop]
    done = subprocess.run(run, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 30


def test_a_stop_during_the_swap_is_told_when_it_is_done(tmp_path, capsys):
    with unstopped():
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGINT)
    assert "The stop came too late" in capsys.readouterr().err


def test_a_swap_that_fails_leaves_the_old_one(tmp_path, monkeypatch):
    write(tmp_path / "book", OLD)
    monkeypatch.setattr(swap, "_exchange", lambda one, other: False)
    with pytest.raises(FileNotFoundError), workshop(tmp_path / "book") as work:
        (work / "made").mkdir()
        put_in_place(work / "made", tmp_path / "book", aside=tmp_path / "nowhere" / "aside")
    assert files_in(tmp_path / "book") == OLD and os.listdir(tmp_path) == ["book"]


def test_what_was_put_aside_gets_its_place_back_only_when_nothing_stands_there(tmp_path):
    write(tmp_path / "aside", OLD)
    write(tmp_path / "book", NEW)
    restore(tmp_path / "book", aside=tmp_path / "aside")
    assert files_in(tmp_path / "book") == NEW and (tmp_path / "aside").exists()


def test_an_old_one_that_a_killed_program_put_aside_is_back_at_the_next_start(tmp_path):
    making = making_of(tmp_path / "book")
    write(aside_of(tmp_path / "book"), OLD)
    write(making, {"holder": "", "work/half": "made"})
    with workshop(tmp_path / "book") as work:
        assert files_in(tmp_path / "book") == OLD and os.listdir(work) == []
    assert os.listdir(tmp_path) == ["book"]


def test_a_file_is_there_whole_or_not_at_all_and_the_target_of_a_link_is_left_alone(tmp_path):
    (tmp_path / "letter").write_text("dear")
    (tmp_path / "results.csv").symlink_to(tmp_path / "letter")
    with pytest.raises(RuntimeError), whole_file(tmp_path / "results.csv") as file:
        file.write_text("half")
        raise RuntimeError
    assert (tmp_path / "results.csv").read_text() == "dear"
    with whole_file(tmp_path / "results.csv") as file:
        file.write_text("whole")
    assert (tmp_path / "results.csv").read_text() == "whole" and (tmp_path / "letter").read_text() == "dear"
    assert sorted(os.listdir(tmp_path)) == ["letter", "results.csv"]


def test_what_is_no_file_is_written_as_it_is():
    with whole_file(Path("/dev/null")) as file:
        assert file == Path("/dev/null")
