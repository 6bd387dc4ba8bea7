"""A release is input: a changed one is refused, and so is a forged one whose hashes were made again."""

import os
import shutil
from dataclasses import replace

import pytest
import yaml

from conftest import extract_at
from evalbook.contract.results import EDITION as EDITION_RULE
from evalbook.contract.results import FEW_COMPARED, REASONS, WITHHELD
from evalbook.contract.thresholds import THRESHOLDS
from evalbook.errors import EvalbookError
from evalbook.exhibits.about import about
from evalbook.extract.extract import read_extract
from evalbook.gate.compare import STEPS, read_side
from evalbook.gate.making import release_exact
from evalbook.hashes import file_hash
from evalbook.numbers.shown import COUNT, JOINED, MEAN, ONE_CELL, PERCENT
from evalbook.prepared import prepare_release
from evalbook.release.release import FILE, FILES, Release, read_release, write_release
from evalbook.release.release_file import write_about
from evalbook.typed import escape
from literal_release import EDITION, literal_release
from variations import protected as protect

pytestmark = pytest.mark.slow

PEOPLE = "\n".join(f"P{i},IVA,vrouw,1980-06-15,psychisch,2024-01-15,,," for i in range(120))
MARKUP = '<img src=x onerror="alert(1)">'


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A release of each kind of extract, to be copied."""
    folder = tmp_path_factory.mktemp("made")
    for kind, release in (("synthetic", release_exact), ("register", protect)):
        extract = read_extract(extract_at(folder / "extract", f"kind: {kind}", participants=PEOPLE))
        write_release(release(extract), folder / kind)
    return folder


@pytest.fixture
def written(made, tmp_path):
    return shutil.copytree(made / "synthetic", tmp_path / "release")


def forge(folder, **changed):
    """The release with these keys changed (`edition.title` as edition__title), all hashes and the seal made again."""
    about = yaml.safe_load((folder / FILE).read_text())
    del about["seal"]
    for name, value in changed.items():
        *above, key = name.split("__")
        (about[above[0]] if above else about)[key] = value
    about["hashes"] = {name: file_hash(folder / name) for name in about["hashes"]}
    write_about(about, folder / FILE)


def test_a_release_that_was_made_again_without_a_change_is_read(written):
    forge(written)
    assert isinstance(read_release(written), Release)


@pytest.mark.parametrize(("before", "after"), [("A test", "B test"), ("2025-03-31", "2025-04-30"), ("\n", "\n\n")])
def test_a_hand_edited_release_file_is_refused(written, before, after):
    text = (written / FILE).read_text()
    (written / FILE).write_text(text.replace(before, after, 1))
    with pytest.raises(EvalbookError, match="changed after it was made: release.yaml"):
        read_release(written)


@pytest.mark.parametrize(
    "changed",
    [
        {"edition__title": MARKUP},
        {"edition__title_en": MARKUP},
        {"edition__title": ["a"]},
        {"edition__id": "../x"},
        {"edition__kind": "other"},
        {"edition__reference_date": "yesterday"},
        {"edition__conversation_cost": float("inf")},
        {"edition__conversation_cost": 1e300},
        {"edition__more": "x"},
        {"protected": "maybe"},
        {"protected": True},
        {"rules": {MARKUP: 1}},
        {"rules": dict.fromkeys(THRESHOLDS, "ten")},
        {"registers": {MARKUP: 1}},
        {"registers__participants": -1},
        {"registers__participants": 1.5},
        {"inputs": {"a\x1b": "0" * 64}},
        {"inputs": {"a.csv": MARKUP}},
        {"more": 1},
    ],
    ids=str,
)
def test_a_forged_release_file_is_refused_by_what_it_says(written, changed):
    forge(written, **changed)
    with pytest.raises(EvalbookError, match="release.yaml.* (is not as|is not plain|has signs)"):
        read_release(written)


def test_anchors_and_depth_are_refused(written):
    (written / FILE).write_text((written / FILE).read_text().replace("rules: {}", "rules: &a {}\nmore: *a"))
    with pytest.raises(EvalbookError):
        read_release(written)


def test_every_file_must_be_named_with_its_hash(written):
    about = yaml.safe_load((written / FILE).read_text())
    del about["seal"], about["hashes"]["reading.csv"]
    write_about(about, written / FILE)
    with pytest.raises(EvalbookError, match="hashes"):
        read_release(written)


ROW = "table_2_1,all,all,sector=all,,n,1.0,1.0,,,"


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("results.csv", ROW.replace("table_2_1", "../../x")),
        ("results.csv", ROW.replace("table_2_1", "table_9_9")),
        ("results.csv", ROW.replace(",n,", ",<b>,")),
        ("results.csv", ROW.replace("=all", "<img>")),
        ("results.csv", ROW.replace("sector=all", "[a](javascript:b)")),
        ("results.csv", ROW.replace("sector=all", "_a_")),
        ("results.csv", ROW.replace("1.0,1.0", "inf,1.0")),
        ("results.csv", ROW + "because"),
        ("results.csv", ROW.replace("1.0,1.0,,,", "1.0,1.0,,,count")),
        ("changes.csv", "table_2_1,all,all,<b>,,n,1.0,2.0,1.0,moved,,,,"),
        ("changes.csv", "table_2_1,all,all,all,,n,1.0,2.0,1.0,other,,,,"),
        ("changes.csv", "table_2_1,all,all,all,,n,1.0,2.0,1.0,moved,because,,,"),
        ("warnings.csv", "jobs,hours,more,many"),
        ("warnings.csv", "jobs,hours,more,-1"),
        ("voices.csv", "2026,participants,<b>,all,,10,"),
        ("voices.csv", "2026,<b>,all,all,,10,"),
        ("reading.csv", "<b>,a.csv,form,,x,,"),
        ("reading.csv", "jobs,a.csv,form,,x,,"),  # alone: nothing of its rows
        ("reading.csv", "participants,participants.csv,rows,,,<b>,"),
        ("reading.csv", "participants,participants.csv,empty,<b>,x,1,"),
        ("withheld.csv", "table_2_1,count,1,1"),
        ("release_log.md", MARKUP),
    ],
)
def test_a_forged_file_is_refused_by_what_it_says(written, name, row):
    path = written / name
    path.write_text(path.read_text() + row + "\n")
    forge(written)
    told = f"{name} is not as" if name in ("results.csv", "changes.csv") else "release|voices.csv is not as"
    with pytest.raises(EvalbookError, match=told):
        read_release(written)


SOUND = {
    "results.csv": ROW,
    "changes.csv": "table_2_1,all,all,all,,n,1.0,2.0,1.0,moved,,,,",
    "warnings.csv": "jobs,hours,more,1",
    "voices.csv": "2026,participants,all,all,,10,",
    "reading.csv": "participants,participants.csv,empty,diagnosis,<b>,1,",
}


def test_changes_of_before_they_told_the_intervals_of_the_last_edition_are_read(written):
    path = written / "changes.csv"
    header = path.read_text().splitlines()[0].removesuffix(",before_base,before_low,before_high")
    path.write_text(f"{header}\ntable_2_1,all,all,all,,n,1.0,2.0,1.0,moved,\n")
    forge(written)
    changes = read_release(written).changes
    assert changes["before"].tolist() == [1.0] and changes["before_low"].isna().all()


def test_which_edition_was_the_last_one_travels_with_the_release(tmp_path):
    before = replace(EDITION, id="before", title_en="The one before")
    write_release(replace(literal_release(), previous=before), tmp_path / "release")
    assert read_release(tmp_path / "release").previous == before
    write_release(literal_release(), tmp_path / "alone")
    assert read_release(tmp_path / "alone").previous is None


@pytest.mark.parametrize("name", SOUND)
def test_a_row_that_could_be_released_is_read(written, name):
    """The rows above are refused for what is wrong in them."""
    (written / name).write_text((written / name).read_text() + SOUND[name] + "\n")
    forge(written)
    assert isinstance(read_release(written), Release)


@pytest.mark.parametrize("missing", FILES)
def test_a_release_without_one_of_its_files_is_refused(written, missing):
    (written / missing).unlink()
    with pytest.raises(EvalbookError, match="not a whole release"):
        read_release(written)


def test_what_is_read_is_what_the_rules_can_write():
    assert {*WITHHELD} == {"", COUNT, PERCENT, ONE_CELL, MEAN, JOINED, FEW_COMPARED, EDITION_RULE}
    assert {*REASONS} == {"", *STEPS}


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_results_of_another_edition_are_looked_at_before_they_are_compared(written, tmp_path, ending):
    results = read_release(written).results
    results.loc[0, "row"] = MARKUP
    path = tmp_path / f"other{ending}"
    results.to_csv(path, index=False) if ending == ".csv" else results.to_parquet(path)
    with pytest.raises(EvalbookError, match="other.* is not as evalbook writes it: row"):
        read_side(path)


def test_a_title_has_no_effect_in_the_log(written, tmp_path):
    made = read_release(written)
    made = replace(made, edition=replace(made.edition, title="*a* [b](javascript:c)"))
    write_release(made, tmp_path / "other")
    assert r"# Release log: \*a\* \[b\](javascript:c)" in (tmp_path / "other" / "release_log.md").read_text()


@pytest.mark.parametrize("kind", ["a pipe", "a device", "a file too large", "bytes that are no text"])
def test_a_file_of_a_release_that_is_no_ordinary_one_is_refused_and_not_waited_for(written, tmp_path, kind):
    path = written / "results.csv"
    path.unlink()
    if kind == "a pipe":
        os.mkfifo(path)
    elif kind == "a device":
        path.symlink_to("/dev/zero")
    elif kind == "a file too large":
        with path.open("wb") as file:
            file.truncate(2**27)
    else:
        path.write_bytes(b"\xff\xfe\x00")
    for read in (lambda: read_release(written), lambda: prepare_release(written, tmp_path / "copy")):
        with pytest.raises(EvalbookError, match="Make it again"):
            read()


MONTH = "figure_3_1,experiment,all,,MONTH,survival,0.5,100.0,,,"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (MONTH.replace("MONTH", "3000000"), "column"),
        (MONTH.replace("MONTH", "1201"), "column"),
        (MONTH.replace("MONTH", "9" * 23), "column"),
        (MONTH.replace("MONTH", "007"), "column"),
        ("figure_2_1,all,all,,abc,n,1.0,1.0,,,", "column"),
        ("figure_2_1,all,all,,2024-13,n,1.0,1.0,,,", "column"),
        ('figure_4_5,all,all,"[0,99999999)",,n,1.0,1.0,,,', "row"),
        ("table_2_1,all,all,all,,n,1e+300,1.0,,,", "value"),
        ("table_2_1,all,all,all,,n,1.0,1.0,,1000000000000000.0,", "ci_high"),
        ("scenario,all,all,ends_on,,given_day,3.0,,,,", "value"),
        ("scenario,all,all,ends_on,,given_day,2024111.0,,,,", "value"),
        ("scenario,all,all,ends_on,,given_day,20240231.0,,,,", "value"),
    ],
)
def test_a_month_or_a_number_beyond_measure_is_refused(written, row, told):
    """Each would be counted up to, or be no day or number that a page can show."""
    (written / "results.csv").write_text((written / "results.csv").read_text() + row + "\n")
    forge(written)
    with pytest.raises(EvalbookError, match=f"results.csv is not as evalbook writes it: {told}. "):
        read_release(written)


@pytest.mark.parametrize(
    "row",
    [
        MONTH.replace("MONTH", "1200"),
        "figure_2_1,all,all,,2031-12,n,1.0,1.0,,,",
        "scenario,all,all,x,,given_day,20240229.0,,,,",
    ],
)
def test_the_last_month_and_a_leap_day_are_read(written, row):
    (written / "results.csv").write_text((written / "results.csv").read_text() + row + "\n")
    forge(written)
    assert isinstance(read_release(written), Release)


@pytest.mark.parametrize("name", SOUND)
@pytest.mark.parametrize("hidden", ["a field before each", "a field after one", "a field less", "quotes", "a line end"])
def test_nothing_can_hide_in_a_file_of_a_release(written, name, hidden):
    header, *rows = [*(written / name).read_text().splitlines(), SOUND[name]]
    if hidden == "a field before each":
        rows = [f"Jan,{row}" for row in rows]
    else:
        changed = {
            "a field after one": f"{rows[-1]},Jan",
            "a field less": rows[-1].rpartition(",")[0],
            "quotes": '"{}",{}'.format(*rows[-1].split(",", 1)),
            "a line end": f"{rows[-1]}\r",
        }
        rows[-1] = changed[hidden]
    (written / name).write_bytes("".join(f"{line}\n" for line in (header, *rows)).encode())
    forge(written)
    with pytest.raises(EvalbookError, match=f"{name} is not as|is not a whole release"):
        read_release(written)


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_results_with_empty_cells_or_another_index_are_not_compared(written, tmp_path, ending):
    results = read_release(written).results
    path = tmp_path / f"other{ending}"
    if ending == ".csv":
        header, *rows = (written / "results.csv").read_text().splitlines()
        path.write_text("\n".join([header, *(f"x,{row}" for row in rows)]))
    else:
        results.assign(row=[None, *results["row"][1:]]).to_parquet(path)
    with pytest.raises(EvalbookError, match="other.* is not as evalbook writes it: (row|the number of fields)"):
        read_side(path)


@pytest.mark.parametrize("text", ["9" * 5000 + " or older at the start", "{} or older at the start", "٣ or older"])
def test_a_forged_warning_is_shown_as_a_text(written, text):
    (written / "warnings.csv").write_text(f"table,column,problem,rows\njobs,hours,persons of {text},1\n")
    forge(written)
    assert escape(f"persons of {text}") in about(read_release(written), language="en")


@pytest.fixture
def protected(made, tmp_path):
    return shutil.copytree(made / "register", tmp_path / "protected")


@pytest.mark.parametrize(
    "changed",
    [
        {"rules": dict.fromkeys(THRESHOLDS, 1)},
        {"rules": {**THRESHOLDS, "fewest_persons": 3}},
        {"rules": {}},
        {"edition__kind": "synthetic"},
        {"inputs": {"jobs": "0" * 64}},
    ],
    ids=str,
)
def test_a_release_is_not_called_protected_by_other_rules(protected, changed):
    assert read_release(protected).protected
    forge(protected, **changed)
    with pytest.raises(EvalbookError, match="release.yaml"):
        read_release(protected)


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("results.csv", "table_2_1,all,all,x,,n,3.0,10.0,,,"),
        ("results.csv", "table_2_1,all,all,x,,n,12.5,15.0,,,"),
        ("results.csv", "table_2_1,all,all,x,,n,-10.0,15.0,,,"),
        ("results.csv", "table_4_7,all,all,x,,n_base,5.0,10.0,,,"),
        ("results.csv", "table_2_1,all,all,x,,mean,1.0,7.0,,,"),
        ("results.csv", "table_2_1,all,all,x,,percent,3.0,100.0,,,"),
        ("results.csv", "table_2_1,all,all,x,,percent,20.5,100.0,,,"),
        ("changes.csv", "table_2_1,all,all,x,,n,10.0,3.0,-7.0,moved,,,,"),
        ("changes.csv", "table_2_1,all,all,x,,n,10.0,20.0,7.0,moved,,,,"),
        ("changes.csv", "table_2_1,all,all,x,,n,10.0,20.0,10.0,moved,entrants,,,"),
        ("reading.csv", "participants,participants.csv,left_out,,repeated,3,"),
        ("warnings.csv", "jobs,hours,more,3"),
    ],
)
def test_a_number_that_the_gate_never_gives_is_not_called_protected(protected, name, row):
    header, *rows = (protected / name).read_text().splitlines()
    (protected / name).write_text("\n".join([header, *rows, row, ""]))
    forge(protected)
    with pytest.raises(EvalbookError, match=f"says that it is protected, and holds numbers that are not: .*{name}"):
        read_release(protected)
