"""What is killed is told by its name at every stage of a build, with the faults of others, and all is ended."""

import os
import signal
from contextlib import suppress
from multiprocessing import resource_tracker

import nbformat
import psutil
import pytest
import yaml

from conftest import HEADERS, SETTINGS
from evalbook.book.chapters import run_chapters
from evalbook.build import build
from evalbook.errors import EvalbookError
from evalbook.machine.workers import Job, run_jobs
from tiny_book import chapter, code, write_book

pytestmark = pytest.mark.book

PARAMETERS = {"source": "somewhere", "language": "nl"}
PERSON = "p1,IVA,vrouw,1980-06-15,psychisch,2024-05-01,,,"
SERVER = "int(open(f'/proc/{os.getppid()}/stat').read().rpartition(')')[2].split()[1])"
DEADLY = """
import os, time

def kill(app):
    os.kill({whom}, 9)
    time.sleep(600)

def setup(app):
    app.connect("builder-inited", kill)
"""


def kill(pid, number):
    os.kill(pid or os.getpid(), number)
    return "survived"


def refuse():
    raise EvalbookError("chapter 3: something to mend")


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV])
def test_a_killed_process_is_told_with_the_faults_of_the_others(number):
    jobs = [Job("chapter 2", kill, (0, number)), Job("chapter 3", refuse, ()), Job("chapter 4", abs, (-1,))]
    with pytest.raises(EvalbookError) as told:
        run_jobs(jobs, most=2)
    assert str(told.value).splitlines() == [
        f"chapter 2: the process that worked on it was killed (signal {number}). "
        "The machine may be short of memory: close other programs, or run it again.",
        "chapter 3: something to mend",
    ]


def test_answers_stand_in_the_order_of_the_jobs():
    assert run_jobs([Job("", abs, (each,)) for each in (-3, -2, -1)], most=2) == [3, 2, 1]


def test_a_killed_resource_tracker_costs_nothing():
    resource_tracker.ensure_running()
    pid = resource_tracker._resource_tracker._pid
    jobs = [Job("chapter 2", kill, (pid, signal.SIGKILL)), Job("chapter 3", abs, (-1,))]
    with pytest.warns(UserWarning, match="died unexpectedly, relaunching"):
        assert run_jobs(jobs, most=1) == ["survived", 1]
        with suppress(ChildProcessError):  # it may have been noticed by the second job, or end after that began
            os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
            resource_tracker.ensure_running()


@pytest.mark.parametrize(
    ("whom", "told"),
    [
        ("os.getpid()", "steps: its kernel died"),
        ("os.getppid()", r"steps: the process that worked on it was killed \(signal 9\)"),
        (SERVER, "steps: the process that worked on it was killed or ended itself"),
    ],
    ids=["the kernel", "the worker", "the server"],
)
def test_a_chapter_that_loses_a_process_is_named_and_its_kernel_ended(tmp_path, whom, told):
    write = f"import os; open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))"
    for name, cells in {"steps": [code(write), code(f"os.kill({whom}, 9)"), code("input()")], "work": []}.items():
        nbformat.write(chapter(*cells), tmp_path / f"{name}.ipynb")
    with pytest.raises(EvalbookError, match=f"^{told}"):
        run_chapters([(tmp_path / f"{name}.ipynb", PARAMETERS) for name in ("steps", "work")])
    assert has_ended(int((tmp_path / "pid").read_text()))


def has_ended(pid):
    try:
        psutil.Process(pid).wait(30)  # a signal needs a moment to arrive
    except psutil.NoSuchProcess:
        return True
    return not psutil.pid_exists(pid)


@pytest.mark.parametrize("whom", ["os.getpid()", "os.getppid()"], ids=["Sphinx", "the worker"])
def test_a_step_that_loses_a_process_is_named_with_its_language(tmp_path, monkeypatch, whom):
    (tmp_path / "extract").mkdir()
    (tmp_path / "extract" / "extract.yaml").write_text(SETTINGS)
    (tmp_path / "extract" / "participants.csv").write_text(f"{HEADERS['participants']}\n{PERSON}\n")
    book = write_book(tmp_path / "book")
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "deadly.py").write_text(DEADLY.format(whom=whom))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "modules"), prepend=os.pathsep)
    config = yaml.safe_load((book / "_config.yml").read_text())
    config["sphinx"]["config"]["extensions"].append("deadly")
    (book / "_config.yml").write_text(yaml.safe_dump(config))
    with pytest.raises(EvalbookError, match=r"^Pages \(nl\): the process that worked on it was killed \(signal 9\)"):
        build(tmp_path / "extract", tmp_path / "made", book=book, languages=["nl"])
    assert {path.name for path in tmp_path.iterdir()} == {"extract", "book", "modules"}
    assert psutil.wait_procs(programs_on(tmp_path), timeout=30)[1] == []


def programs_on(folder):
    running = psutil.process_iter(["cmdline"])
    return [each for each in running if any(str(folder) in text for text in each.info["cmdline"] or ())]
