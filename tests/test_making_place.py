"""One program at a time makes something in a folder of its own; what a killed one left is swept, and nothing else."""

import os
import signal
import subprocess
import sys
import threading

import pytest

from evalbook.errors import EvalbookError
from evalbook.machine.making_place import making_of, workshop

pytestmark = pytest.mark.program

HOLD = "import sys; from pathlib import Path; from evalbook.machine.making_place import workshop\n"
HOLD += "with workshop(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"


@pytest.fixture
def holding(tmp_path):
    """Another program that makes `book`, with a temporary folder of its own."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    command = [sys.executable, "-c", HOLD, tmp_path / "book"]
    with subprocess.Popen(command, text=True, env=os.environ | {"TMPDIR": str(elsewhere)}, **pipes) as program:
        assert program.stdout.readline() == "held\n"
        yield program
        program.kill()


def test_another_program_is_kept_out_whatever_its_temporary_folder_and_told_who_is_at_work(holding, tmp_path):
    with pytest.raises(
        EvalbookError, match=rf"Another build is making .*book \(process {holding.pid} of .* on .*since"
    ):
        workshop(tmp_path / "book").__enter__()
    with workshop(tmp_path / "other_book"):
        pass


def test_two_names_of_one_place_exclude_each_other(tmp_path):
    (tmp_path / "book").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "book")
    with workshop((tmp_path / "link").resolve()), pytest.raises(EvalbookError, match="Another build"):
        workshop(tmp_path / "book").__enter__()


@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGTERM])
def test_what_a_killed_program_left_is_swept_by_the_next(holding, tmp_path, stop):
    (making_of(tmp_path / "book") / "work" / "page").write_text("half")
    holding.send_signal(stop)
    holding.wait()
    assert making_of(tmp_path / "book").exists()
    with workshop(tmp_path / "book") as work:
        assert os.listdir(work) == []
    assert sorted(os.listdir(tmp_path)) == ["elsewhere"]


@pytest.mark.parametrize("mine", ["thesis.odt", "work/../notes/day one"])
def test_a_folder_that_is_not_ours_is_left_as_it_is(tmp_path, mine):
    path = making_of(tmp_path / "book") / mine
    path.parent.mkdir(parents=True)
    (making_of(tmp_path / "book") / "work").mkdir(exist_ok=True)
    path.parent.mkdir(exist_ok=True)
    path.write_text("four years")
    with pytest.raises(EvalbookError, match="is in the way"):
        workshop(tmp_path / "book").__enter__()
    assert path.read_text() == "four years"


@pytest.mark.parametrize("name", [".book.making", ".book.making/holder"])
def test_nothing_is_written_through_a_link(tmp_path, name):
    (tmp_path / "letter").write_text("dear")
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).symlink_to(tmp_path / "letter")
    with pytest.raises((EvalbookError, OSError)):
        workshop(tmp_path / "book").__enter__()
    assert (tmp_path / "letter").read_text() == "dear"


def test_what_another_user_holds_or_left_is_said(tmp_path, monkeypatch):
    making_of(tmp_path / "book").mkdir()
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    with pytest.raises(EvalbookError, match="belongs to .*: their build is at work or was stopped"):
        workshop(tmp_path / "book").__enter__()


def test_a_disk_of_its_own_is_refused_before_the_work(tmp_path, monkeypatch):
    monkeypatch.setattr(os.path, "ismount", lambda path: path == tmp_path)
    with pytest.raises(EvalbookError, match="is a disk of its own"):
        workshop(tmp_path).__enter__()


def test_many_at_once_never_hold_it_together(tmp_path):
    inside, most, held = [], [], []

    def one():
        for _ in range(200):
            try:
                with workshop(tmp_path / "book") as work:
                    inside.append(1)
                    most.append(len(inside))
                    held.append(work.exists())
                    inside.pop()
            except EvalbookError as fault:
                assert "Another build" in str(fault)

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(most) == {1} and all(held) and os.listdir(tmp_path) == []


def test_the_next_may_begin_while_the_last_tidies_up(tmp_path):
    for _ in range(3):
        with workshop(tmp_path / "deeper" / "book") as work:
            (work / "page").write_text("made")
    assert os.listdir(tmp_path / "deeper") == []


@pytest.mark.parametrize("name", ["holder", "work", "replaced"])
@pytest.mark.parametrize("kind", ["link", "pipe"])
def test_what_a_workshop_never_makes_is_in_the_way(tmp_path, name, kind):
    folder = making_of(tmp_path / "book")
    folder.mkdir()
    (folder / "holder").touch()
    path = folder / name
    path.unlink(missing_ok=True)
    path.symlink_to(tmp_path) if kind == "link" else os.mkfifo(path)
    with pytest.raises(EvalbookError, match="is in the way"):
        workshop(tmp_path / "book").__enter__()


def test_work_without_its_holder_is_somebodys_own(tmp_path):
    (making_of(tmp_path / "book") / "work").mkdir(parents=True)
    (making_of(tmp_path / "book") / "work" / "thesis.odt").write_text("four years")
    with pytest.raises(EvalbookError, match="is in the way"):
        workshop(tmp_path / "book").__enter__()


def test_a_name_that_leaves_no_room_for_a_longer_one_is_refused_before_the_work(tmp_path):
    with pytest.raises(EvalbookError, match="too long"):
        workshop(tmp_path / ("b" * 250)).__enter__()
