"""What was made is found by content, verified, bounded, and never more than a saving of time."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from evalbook.errors import EvalbookError
from evalbook.machine import cache, ingredients
from evalbook.machine.cache import PAGES

FROM = {"files": {"jobs.csv": "1"}, "parameters": {}, "code": {}}
TEXTS = {"page.md": "# Één\r\n", "figures/a.svg": "<svg/>"}


@pytest.fixture(autouse=True)
def own(tmp_path, monkeypatch):
    monkeypatch.setenv("EVALBOOK_CACHE", str(tmp_path / "cache"))
    cache._say_once.cache_clear()
    return tmp_path / "cache"


def made_from(number):
    return FROM | {"files": {"jobs.csv": str(number)}}


def entry(number=1):
    return cache.folder() / PAGES / cache.name_of(made_from(number))


def test_what_is_kept_is_found_to_the_sign_by_the_same_ingredients_only():
    cache.keep(PAGES, FROM, TEXTS, label="it")
    assert cache.find(PAGES, FROM) == TEXTS
    assert cache.find(PAGES, made_from(2)) is None


def test_the_folder_is_the_users_own_unless_another_is_named(monkeypatch, tmp_path):
    monkeypatch.delenv("EVALBOOK_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "of_the_user"))
    assert cache.folder() == tmp_path / "of_the_user" / "evalbook"


def test_nobody_else_may_read_what_is_kept(own):
    cache.keep(PAGES, FROM, TEXTS, label="it")
    assert {path.stat().st_mode & 0o077 for path in (own, own / PAGES)} == {0}


@pytest.mark.parametrize("damage", [lambda old: old[:-9], lambda old: old.replace(b"svg", b"bad"), lambda old: b""])
def test_a_damaged_entry_is_not_given_and_made_again(damage):
    cache.keep(PAGES, FROM, TEXTS, label="it")
    entry().write_bytes(damage(entry().read_bytes()))
    assert cache.find(PAGES, FROM) is None
    assert "1 damaged" in cache.described()
    cache.keep(PAGES, FROM, TEXTS, label="it")
    assert cache.find(PAGES, FROM) == TEXTS


def test_an_entry_under_the_name_of_another_is_not_given():
    cache.keep(PAGES, FROM, TEXTS, label="it")
    entry(2).write_bytes(entry().read_bytes())
    assert cache.find(PAGES, made_from(2)) is None


def test_a_user_without_a_home_has_no_cache_and_is_told(monkeypatch, capsys):
    monkeypatch.delenv("EVALBOOK_CACHE")
    monkeypatch.setattr(cache, "user_cache_path", lambda name: Path("~nobody_of_this_name").expanduser())
    cache.keep(PAGES, FROM, TEXTS, label="it")
    assert cache.find(PAGES, FROM) is None and cache.changes(PAGES, FROM, label="it")
    assert "no home; name a folder in EVALBOOK_CACHE" in capsys.readouterr().err


def test_a_lock_that_another_program_keeps_is_not_waited_for_without_end(own, monkeypatch, capsys):
    monkeypatch.setattr(cache, "TRIES", 2)
    own.mkdir()
    with (own / cache.LOCK).open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        cache.keep(PAGES, FROM, TEXTS, label="it")
    assert "another program holds it" in capsys.readouterr().err
    assert cache.find(PAGES, FROM) is None


def test_a_damaged_record_is_as_none(own):
    cache.keep(PAGES, FROM, TEXTS, label="it")
    (record,) = (own / "last").iterdir()
    record.write_text('{"files": {"jo')
    assert cache.changes(PAGES, FROM, label="it") == ["it was not made before"]


def test_what_was_used_longest_ago_goes_first_and_the_newest_stays(monkeypatch):
    monkeypatch.setattr(cache, "MOST_BYTES", 0)
    cache.keep(PAGES, made_from(1), TEXTS, label="it")
    assert len(cache.entries()) == 1  # the record of what was kept last
    monkeypatch.setattr(cache, "MOST_BYTES", 2_500)
    for number in range(20):
        cache.keep(PAGES, made_from(number), {"page.md": "x" * 1_000}, label="it")
        assert cache.find(PAGES, made_from(0))  # it is used all the time
    assert sum(each.size for each in cache.entries()) <= 2_500
    assert cache.find(PAGES, made_from(19)) or cache.find(PAGES, made_from(0))
    assert cache.find(PAGES, made_from(5)) is None


@pytest.mark.parametrize("in_the_way", ["a file", "nothing may be written"])
def test_a_folder_that_cannot_be_used_costs_time_only_and_is_told_once(own, capsys, in_the_way):
    if in_the_way == "a file":
        own.write_text("")
    else:
        os.environ["EVALBOOK_CACHE"] = "/proc/cache"
    for number in (1, 2):
        cache.keep(PAGES, made_from(number), TEXTS, label="it")
        assert cache.find(PAGES, made_from(number)) is None
    assert capsys.readouterr().err.count("not kept for the next build") == 1


def test_the_entry_of_another_user_is_not_trusted(monkeypatch):
    cache.keep(PAGES, FROM, TEXTS, label="it")
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    assert cache.find(PAGES, FROM) is None


def test_nothing_is_written_through_a_link(own, tmp_path):
    own.mkdir()
    (tmp_path / "letter").write_text("dear")
    (own / cache.MAKING).symlink_to(tmp_path / "letter")
    cache.keep(PAGES, FROM, TEXTS, label="it")
    assert (tmp_path / "letter").read_text() == "dear"


def test_clearing_removes_what_is_kept_and_nothing_else(own):
    cache.keep(PAGES, FROM, TEXTS, label="it")
    (own / "thesis.odt").write_text("four years")
    (own / PAGES / "notes").write_text("mine")
    cache.clear()
    assert cache.entries() == [] and cache.find(PAGES, FROM) is None
    assert (own / "thesis.odt").exists() and (own / PAGES / "notes").exists()


@pytest.mark.program
def test_builds_at_once_keep_whole_entries_and_leave_nothing_half_made(own):
    program = "from evalbook.machine import cache\nfor number in range(25):\n"
    program += " made = {'files': {'jobs.csv': str(number)}, 'parameters': {}, 'code': {}}\n"
    program += " found = cache.find('pages', made)\n"
    program += " assert found in (None, {'a': 'x' * 9999}), found\n"
    program += " cache.keep('pages', made, {'a': 'x' * 9999}, label=str(number))\n"
    at_once = [subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.PIPE) for _ in range(3)]
    assert [each.communicate()[1] for each in at_once] == [b""] * 3
    assert {each.returncode for each in at_once} == {0}
    assert all(cache.find(PAGES, made_from(number)) for number in range(25))
    assert {path.name for path in own.iterdir()} == {cache.LOCK, PAGES, "last"}


def test_what_a_killed_build_left_half_made_is_written_over(own):
    own.mkdir()
    (own / cache.MAKING).write_text("half")
    cache.keep(PAGES, FROM, TEXTS, label="it")
    assert cache.find(PAGES, FROM) == TEXTS and not (own / cache.MAKING).exists()


def test_changes_name_the_file_and_the_parameter(tmp_path):
    path = tmp_path / "jobs.csv"
    path.write_text("a")
    cache.keep(PAGES, ingredients.ingredients({"jobs.csv": path}, {"language": "nl"}), TEXTS, label="it")
    path.write_text("b")
    now = ingredients.ingredients({"jobs.csv": path}, {"language": "en"})
    told = ["file jobs.csv changed", "parameter language changed"]
    assert cache.changes(PAGES, now, label="it") == told


def test_nothing_is_told_of_what_is_up_to_date_and_all_of_what_is_not():
    cache.keep(PAGES, FROM, TEXTS, label="it")
    assert cache.changes(PAGES, FROM, label="it") == []
    assert cache.changes(PAGES, FROM, label="other") == ["it was not made before"]
    entry().unlink()
    assert cache.changes(PAGES, FROM, label="it") == ["it is no longer kept"]


def test_what_changes_while_it_is_used_is_an_error():
    ingredients.check_unchanged(FROM, made_from(1))
    with pytest.raises(EvalbookError, match=r"file jobs.csv changed. Run it again"):
        ingredients.check_unchanged(FROM, made_from(2))
