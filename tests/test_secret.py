"""The secret: where it is found or made, and what of its place is refused."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from evalbook.errors import EvalbookError
from evalbook.gate import secret
from evalbook.gate.secret import VARIABLE, find_secret

DIGITS = "0123456789abcdef" * 4
posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no modes")


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)


@pytest.fixture
def extract(tmp_path):
    (tmp_path / "agency/2025").mkdir(parents=True)
    return tmp_path / "agency/2025"


def write(path, text=DIGITS + "\n", mode=0o600):
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(mode)
    return path


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def refused(extract, given=None):
    with pytest.raises(EvalbookError) as told:
        find_secret(extract, given)
    assert DIGITS[:16] not in str(told.value)
    return str(told.value)


def test_the_first_time_it_is_made_beside_the_extract_and_kept_for_the_next_edition(extract):
    found = find_secret(extract, None)
    place = extract.parent / "evalbook-secret/secret"
    assert (found.path, found.is_new, len(found.value)) == (place, True, 32)
    assert place.read_text() == found.value.hex() + "\n"
    (extract.parent / "2026").mkdir()
    again = find_secret(extract.parent / "2026", None)
    assert (again.value, again.is_new) == (found.value, False)
    assert os.listdir(place.parent) == ["secret"] and os.listdir(extract) == []


@posix
def test_only_its_owner_may_read_it(extract):
    place = find_secret(extract, None).path
    assert (mode(place), mode(place.parent)) == (0o600, 0o700)


def test_each_agency_gets_another(tmp_path):
    made = [find_secret(tmp_path / name / "extract", None).value for name in ("one", "two")]
    assert made[0] != made[1]


def test_a_given_file_goes_before_the_environment_and_that_before_the_place_beside(extract, tmp_path, monkeypatch):
    beside = find_secret(extract, None)
    monkeypatch.setenv(VARIABLE, str(write(tmp_path / "safe/named", "ab" * 32)))
    assert find_secret(extract, None).value == bytes.fromhex("ab" * 32)
    assert find_secret(extract, write(tmp_path / "safe/given", "CD" * 32 + "\r\n")).value == bytes.fromhex("cd" * 32)
    monkeypatch.setenv(VARIABLE, "")
    assert find_secret(extract, None).value == beside.value


def test_where_there_is_one_nothing_is_written_in_its_folder(extract, tmp_path):
    place = write(tmp_path / "safe/secret")
    os.utime(place.parent, (1, 1))
    find_secret(extract, place)
    assert place.parent.stat().st_mtime == 1


def test_a_path_is_taken_from_where_the_program_runs(extract, monkeypatch):
    monkeypatch.chdir(extract)
    assert find_secret(Path("."), None).path == extract.parent / "evalbook-secret/secret"
    monkeypatch.chdir(extract.parent)
    assert find_secret(Path("2025"), Path("elsewhere/key")).path == extract.parent / "elsewhere/key"


def test_it_is_not_printed(extract):
    found = find_secret(extract, None)
    assert found.value.hex() not in repr(found) and repr(found.value) not in repr(found)


def test_who_make_it_at_the_same_time_get_the_same(extract, monkeypatch):
    monkeypatch.setattr(Path, "exists", lambda path: False)  # each sees that there is none yet
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: find_secret(extract, None), range(8)))
    assert len({each.value for each in found}) == 1 and sum(each.is_new for each in found) == 1
    assert os.listdir(extract.parent / "evalbook-secret") == ["secret"]


@pytest.mark.parametrize("inner", ["secret", "deep/secret"])
def test_it_is_never_within_the_extract(extract, inner):
    assert "within the extract" in refused(extract, extract / inner)
    assert os.listdir(extract) == []


def test_nor_is_it_there_through_a_link(extract, tmp_path):
    (tmp_path / "door").symlink_to(extract)
    assert "within the extract" in refused(extract, tmp_path / "door/secret")
    assert "within the extract" in refused(tmp_path / "door", extract / "secret")


def test_a_link_is_refused(extract, tmp_path):
    write(tmp_path / "safe/secret")
    (extract.parent / "evalbook-secret").symlink_to(tmp_path / "safe")
    assert "is a link" in refused(extract)
    (tmp_path / "safe/link").symlink_to(tmp_path / "safe/secret")
    assert "is a link" in refused(extract, tmp_path / "safe/link")
    (tmp_path / "safe/lost").symlink_to(tmp_path / "nowhere")
    assert "is a link" in refused(extract, tmp_path / "safe/lost")


@posix
@pytest.mark.parametrize("readable", [0o640, 0o604, 0o620, 0o601])
def test_what_others_may_read_is_refused_with_what_to_run(extract, tmp_path, readable):
    place = write(tmp_path / "safe/secret", mode=readable)
    assert f"`chmod 600 '{place}'`" in refused(extract, place)
    place.chmod(0o600)
    assert find_secret(extract, place).value.hex() == DIGITS


@posix
@pytest.mark.parametrize("open_to", [0o770, 0o707])
def test_a_folder_in_which_others_may_put_another_is_refused(extract, tmp_path, open_to):
    place = write(tmp_path / "safe/secret")
    place.parent.chmod(open_to)
    assert f"`chmod 700 '{place.parent}'`" in refused(extract, place)
    refused(extract, place.parent / "other")
    assert os.listdir(place.parent) == ["secret"]


@pytest.mark.parametrize("text", ["", "\n", DIGITS[1:], DIGITS + "0", DIGITS[:-1] + "g", "x" * 10_000, "é" * 64])
def test_what_is_no_secret_is_refused(extract, tmp_path, text):
    assert "take back a copy" in refused(extract, write(tmp_path / "safe/secret", text))


def test_a_folder_is_no_secret(extract, tmp_path):
    (tmp_path / "safe/folder").mkdir(parents=True)
    assert "is no file" in refused(extract, tmp_path / "safe/folder")


def test_a_place_where_nothing_can_be_written_is_told(extract, tmp_path):
    (tmp_path / "file").write_text("")
    assert "--secret" in refused(extract, tmp_path / "file/secret")


def test_a_disk_that_refuses_leaves_nothing_behind(extract, monkeypatch):
    def refuse(*_):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(secret.os, "link", refuse)
    assert "Operation not permitted" in refused(extract)
    assert os.listdir(extract.parent / "evalbook-secret") == []
