"""The shipped extract as if it were a register: named as such, protected with a secret that everyone can read."""

import pytest

from as_register import as_register
from evalbook.extract.extract import read_extract
from evalbook.gate.secret import find_secret
from evalbook.places import SHIPPED_EXTRACT


def test_it_is_a_register_that_says_what_it_is_and_has_the_same_secret_each_time(tmp_path, monkeypatch):
    monkeypatch.delenv("EVALBOOK_SECRET", raising=False)
    secrets = []
    for _ in range(2):
        folder = as_register(SHIPPED_EXTRACT, tmp_path / "made")
        secrets.append(find_secret(folder, None))
    edition = read_extract(folder).edition
    assert edition.kind == "register" and edition.title_in("nl").endswith(
        "(verzonnen gegevens, beschermd als een register)"
    )
    assert edition.title_in("en").endswith("(invented data, protected like a register)")
    assert secrets[0].value == secrets[1].value and not secrets[0].is_new


def test_a_folder_of_somebody_is_left_alone(tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "file").touch()
    with pytest.raises(FileExistsError):
        as_register(SHIPPED_EXTRACT, tmp_path / "own")
    assert (tmp_path / "own" / "file").exists()
