"""A file that is new, gone, written or exchanged is seen, once; what editors keep beside it is not."""

import os

from evalbook.machine.watching import Watch


def test_what_changed_is_told_once(tmp_path):
    for name in ("kept", "gone", "written", "exchanged"):
        (tmp_path / name).write_text("a")
    (tmp_path / "below").mkdir()
    watch = Watch([tmp_path])
    (tmp_path / "gone").unlink()
    (tmp_path / "written").write_text("ab")
    (tmp_path / "other").write_text("b")
    known = (tmp_path / "exchanged").stat()
    os.utime(tmp_path / "other", ns=(known.st_mtime_ns, known.st_mtime_ns))
    (tmp_path / "other").replace(tmp_path / "exchanged")  # as editors save: same size, and here the same time
    (tmp_path / "below" / "new").write_text("c")
    assert {path.name for path in watch.changed()} == {"gone", "written", "exchanged", "new"}
    assert watch.changed() == set()


def test_a_single_file_is_watched_before_it_is_there(tmp_path):
    watch = Watch([tmp_path / "later.yaml"])
    (tmp_path / "beside.yaml").write_text("x")
    assert watch.changed() == set()
    (tmp_path / "later.yaml").write_text("x")
    assert watch.changed() == {tmp_path / "later.yaml"}


def test_what_editors_and_programs_keep_for_themselves_is_passed_over(tmp_path):
    watch = Watch([tmp_path])
    for name in (".first.swp", "first.ipynb~", "__pycache__", ".ipynb_checkpoints"):
        (tmp_path / name).write_text("x")
    assert watch.changed() == set()
