"""Whatever lies in a delivery, the check answers: exit 0 or 2, a message that names the place, no traceback.

Drawn at random from a fixed seed: bytes of files in each form, and what stands in `extract.yaml`. What a form has no
checksum for may change a value unseen; nothing may end the program, hang, or take the memory.
"""

from __future__ import annotations

import gzip
import resource
import shutil
import zipfile
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evalbook.extract.extract import validate
from evalbook.extract.settings import KEYS
from evalbook.extract.validation import as_json, as_text
from other_workbooks import write_ods, write_xlsb

pytestmark = pytest.mark.program

PEOPLE = "A,IVA,vrouw,1980-06-15,psychisch,2024-01-15,,,"
FORMATS = Path(__file__).parent / "formats"
ROWS = pd.DataFrame(
    {
        "person_id": ["A"] * 60,
        "date": pd.date_range("2024-01-15", periods=60).strftime("%Y-%m-%d"),
        "rung": [1, 2, 3] * 20,
    }
)
CELLS = [list(ROWS), *ROWS.values.tolist()]
MOST_MEGABYTES = 1_000
QUICK = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
APART = settings(QUICK, max_examples=6)  # forms that are read in a program apart, which takes half a second to start


def write_zip(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ladder.csv", ROWS.to_csv(index=False))


IN_PROCESS = {
    "ladder.csv": lambda path: path.write_text('"person_id",date,rung\n' + ROWS.to_csv(index=False, header=False)),
    "ladder.csv.gz": lambda path: path.write_bytes(gzip.compress(ROWS.to_csv(index=False).encode())),
    "ladder.parquet": lambda path: ROWS.astype({"person_id": "category"}).to_parquet(path),
    "ladder.zip": write_zip,
}
IN_A_PROGRAM_APART = {
    "ladder.xlsx": lambda path: ROWS.to_excel(path, index=False),
    "ladder.ods": lambda path: write_ods(path, ladder=CELLS),
    "ladder.xlsb": lambda path: write_xlsb(path, ladder=CELLS),
    "jobs.xls": lambda path: shutil.copy(FORMATS / "jobs.xls", path),
    "ladder.sav": lambda path: pyreadstat.write_sav(ROWS, str(path)),
    "ladder.zsav": lambda path: pyreadstat.write_sav(ROWS, str(path), compress=True),
    "jobs.sas7bdat": lambda path: shutil.copy(FORMATS / "jobs.sas7bdat", path),
}


@pytest.fixture(scope="module", params=[*IN_PROCESS, *IN_A_PROGRAM_APART])
def sound(request, tmp_path_factory):
    """A folder with a sound file of each form beside participants and extract.yaml, and the name of that file."""
    folder = tmp_path_factory.mktemp("sound") / "extract"
    folder.mkdir()
    header = "person_id,benefit,sex,birth_date,diagnosis,service_start,service_end,exit_date,exit_reason"
    (folder / "participants.csv").write_text(f"{header}\n{PEOPLE}\n")
    edition = {"id": "x", "title": "x", "kind": "register", "reference_date": "2025-03-31"}
    edition |= {"self_employment_through": 2023, "conversation_cost": 100}
    (folder / "extract.yaml").write_text(yaml.safe_dump(edition))
    {**IN_PROCESS, **IN_A_PROGRAM_APART}[request.param](folder / request.param)
    return folder, request.param


def assert_answers(folder):
    """The check gives an answer that can be told, within a gigabyte."""
    before = peaks()
    validation = validate(folder)
    assert as_text(validation) and as_json(validation).encode()
    assert all(problem.table and problem.problem and problem.remedy for problem in validation.problems)
    assert (validation.extract is None) == bool(validation.errors)
    # What was taken before, by other tests too, is no part of it: a peak only counts where it is a new one.
    assert all(now == was or now < MOST_MEGABYTES for now, was in zip(peaks(), before, strict=True))


def peaks():
    """The most memory in megabytes that this program, and any that it started, ever had."""
    return [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]


def damaged(content, changes, cut):
    spoilt = bytearray(content)
    for place, byte in changes:
        spoilt[place % len(spoilt)] = byte
    return bytes(spoilt[: len(spoilt) * cut // 100])


CHANGES = st.lists(st.tuples(st.integers(0, 2**24), st.integers(0, 255)), min_size=1, max_size=12)
CUTS = st.sampled_from([100, 100, 100, 100, 97, 50, 3])


def test_a_file_of_which_bytes_are_changed_or_missing_is_answered(sound):
    folder, name = sound
    content = (folder / name).read_bytes()
    assert validate(folder).accounts  # the file as it is can be read

    @(QUICK if name in IN_PROCESS else APART)
    @given(CHANGES, CUTS)
    def answered(changes, cut):
        (folder / name).write_bytes(damaged(content, changes, cut))
        assert_answers(folder)

    answered()


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=8)
SCALARS = st.one_of(TEXTS, st.integers(), st.floats(), st.booleans(), st.none(), st.dates())
NAMES = st.sampled_from(["participants", "jobs", "ladder", "sex", "jobs.month", "participants.csv", "all", ""])
VALUES = st.recursive(
    SCALARS,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(NAMES | TEXTS, inside, max_size=3),
    max_leaves=8,
)


@settings(QUICK, max_examples=120)
@given(st.dictionaries(st.sampled_from(KEYS), VALUES, min_size=1, max_size=4))
def test_whatever_stands_in_extract_yaml_is_answered(tmp_path_factory, said):
    folder = tmp_path_factory.mktemp("said")
    edition = {"id": "x", "title": "x", "kind": "register", "reference_date": "2025-03-31"}
    edition |= {"self_employment_through": 2023, "conversation_cost": 100}
    (folder / "participants.csv").write_text(
        f"person_id,benefit,sex,birth_date,diagnosis,service_start,service_end,exit_date,exit_reason\n{PEOPLE}\n"
    )
    (folder / "extract.yaml").write_text(yaml.safe_dump({**edition, **said}, allow_unicode=True), encoding="utf-8")
    assert_answers(folder)


@settings(QUICK, max_examples=60)
@given(st.binary(max_size=60) | TEXTS.map(str.encode))
def test_an_extract_yaml_of_any_bytes_is_answered(tmp_path_factory, content):
    folder = tmp_path_factory.mktemp("bytes")
    (folder / "extract.yaml").write_bytes(content)
    assert_answers(folder)


@settings(QUICK, max_examples=60)
@given(
    st.lists(
        st.lists(
            st.sampled_from(["A", "2024-02-01", "3", '"', '""', ",", ";", "\r", " ", "", "NULL", "Totaal", "é", "\t"]),
            max_size=6,
        ),
        max_size=6,
    )
)
def test_a_text_of_any_signs_is_answered(tmp_path_factory, lines):
    folder = tmp_path_factory.mktemp("text")
    (folder / "extract.yaml").write_text("id: x\n")
    text = "\n".join(["person_id,date,rung", *(",".join(line) for line in lines)])
    (folder / "ladder.csv").write_text(text, encoding="utf-8")
    assert_answers(folder)
