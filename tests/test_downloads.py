"""Beside the pages lie the released numbers and the manifest; nothing tells where they were made."""

from evalbook.book.downloads import write_data
from evalbook.release.release import write_release
from literal_release import literal_release

ROWS = """
table_2_1/all/all/all//n 3 3
table_2_1/all/all/IVA//percent 66.66666666666667 3
table_4_1/all/all///percent x
"""


def test_every_item_has_a_file_with_its_rows_as_they_were_released(tmp_path):
    write_release(literal_release(ROWS), tmp_path / "release")
    write_data(tmp_path / "release", tmp_path / "data")
    released = (tmp_path / "release" / "results.csv").read_text()
    head, *rows = released.splitlines()
    assert (tmp_path / "data" / "results.csv").read_text() == released
    assert (tmp_path / "data" / "table_2_1.csv").read_text().splitlines() == [head, *rows[:2]]
    assert (tmp_path / "data" / "table_4_1.csv").read_text().splitlines() == [head, rows[2]]
