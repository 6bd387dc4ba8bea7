"""New interviews: counted by theme and perspective, shown only where nobody can be known by it."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from evalbook.book.scan_numbers import ShownNumbers
from evalbook.cli import main
from evalbook.errors import EvalbookError
from evalbook.interviews.counting import _shown, count_interviews, read_map, write_map
from evalbook.interviews.refi_qda import Coding, Project, Unit, read_project
from evalbook.limits import Limits, in_force
from evalbook.release.release import read_release, write_release
from evalbook.release.voices_file import read_interviews
from evalbook.voices.themes import interviews, voices
from evalbook.words.vocabulary import read_words
from full_project import NAME, QUOTATION, project_xml, write_map_rows, write_qdpx
from literal_release import literal_release

pytestmark = pytest.mark.slow


@pytest.fixture
def project(tmp_path):
    return read_project(write_qdpx(tmp_path / "round.qdpx", project_xml()))


@pytest.fixture
def counted(project, tmp_path):
    mapped = read_map(write_map_rows(tmp_path / "map.csv"), project)
    return count_interviews(project, mapped, wave=2026)


def row(perspective, theme, direction, shared, conversations):
    return [2026, perspective, theme, direction, shared, conversations, "" if conversations else "count"]


def test_what_may_leave_the_machine_is_this(counted):
    assert counted.rows.values.tolist() == [
        row("participants", "all", "all", "", "10"),
        row("participants", "first_conversation", "negative", "some", ""),
        row("participants", "first_conversation", "mixed", "most", ""),
        row("participants", "money_gain", "neutral", "most", "10"),
        row("labour_experts", "all", "all", "", ""),
        row("labour_experts", "first_conversation", "negative", "most", ""),
        row("bureaus", "all", "all", "", ""),
        row("bureaus", "money_gain", "neutral", "most", ""),
        row("employers", "all", "all", "", ""),
        row("employers", "first_conversation", "mixed", "most", ""),
        row("employers", "money_gain", "neutral", "many", ""),
    ]


def test_what_was_not_counted_is_told_to_the_analyst(counted):
    # of the focus group, the piece of which no speaker is known
    assert (counted.without_perspective, counted.unclear, counted.without_theme) == (1, 0, 0)


@pytest.mark.parametrize(
    ("count", "base", "shared", "shown"),
    [
        (1, 40, "some", ""),
        (9, 40, "some", ""),
        (10, 40, "some", "10"),
        (12, 40, "many", "10"),
        (13, 40, "many", "15"),
        (20, 40, "many", "20"),
        (21, 40, "most", "20"),
        (9, 9, "", ""),
    ],
)
def test_counts_of_participants_are_protected(count, base, shared, shown):
    rows = _shown(Counter({("participants", "goal", "mixed"): count}), Counter({"participants": base}), 2026)
    assert rows.loc[1, ["shared", "conversations"]].tolist() == [shared, shown]


def test_a_source_of_two_perspectives_is_not_guessed_at(tmp_path):
    traits = frozenset({("set", "a", ""), ("set", "b", ""), ("source", "s", "")})
    project = Project({"1": ("c",)}, {"s": Unit(traits)}, frozenset({Coding("s", "1")}))
    rows = "code,c,,goal,,\nset,a,,,,bureaus\nset,b,,,,employers"
    mapped = read_map(write_map_rows(tmp_path / "map.csv", rows), project)
    found = count_interviews(project, mapped, wave=2026)
    assert found.unclear == 1
    assert (found.rows["theme"] == "all").all()


def test_a_code_counts_for_the_nearest_row_of_the_map(tmp_path):
    codes = {"1": ("a",), "2": ("a", "b"), "3": ("a", "b", "c"), "4": ("d",)}
    units = {"s": Unit(frozenset({("source", "s", "")}))}
    project = Project(codes, units, frozenset(Coding("s", each) for each in codes))
    rows = "code,a,,goal,positive,\ncode,a > b,,money_gain,negative,\nsource,s,,,,bureaus"
    found = count_interviews(project, read_map(write_map_rows(tmp_path / "map.csv", rows), project), wave=2026)
    assert found.rows["theme"].tolist() == ["all", "money_gain", "goal"]
    assert found.without_theme == 1


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("code,geld,,goals,,", "map.theme: is no code (1 rows, the first is row 2)"),
        ("cod,geld,,goal,,", "map.kind: is no code"),
        ("code,geld,,goal,good,", "map.direction: is no code"),
        ("set,Werkgevers,,,,employer", "map.perspective: is no code"),
        ("code,geld,,,,employers", "map.kind: says something that its kind cannot"),
        ("set,Werkgevers,,goal,,", "map.kind: says something that its kind cannot"),
        ("code,gold,,goal,,", "map.name: no code of the project is called so"),
    ],
)
def test_a_fault_of_the_map_is_told_by_row(project, tmp_path, rows, told):
    with pytest.raises(EvalbookError) as fault:
        read_map(write_map_rows(tmp_path / "map.csv", rows), project)
    assert told in str(fault.value)


def test_a_name_that_two_codes_have_needs_the_codes_above_it(tmp_path):
    project = Project({"1": ("a", "x"), "2": ("b", "x"), "3": ("y", "z"), "4": ("z",)})
    with pytest.raises(EvalbookError, match="Above > Below"):
        read_map(write_map_rows(tmp_path / "map.csv", "code,x,,goal,,"), project)
    assert len(read_map(write_map_rows(tmp_path / "map.csv", "code,z,,goal,,"), project)) == 1


def test_a_map_to_fill_in_names_every_code_and_all_that_may_tell_a_perspective(project, tmp_path):
    write_map(project, tmp_path / "map.csv")
    written = pd.read_csv(tmp_path / "map.csv", keep_default_na=False)
    assert set(written["kind"]) == {"code", "variable", "set", "case", "source"}
    assert "eerste gesprek > spannend" in set(written["name"])
    with pytest.raises(EvalbookError, match="is there already"):
        write_map(project, tmp_path / "map.csv")


def test_the_command_writes_no_name_and_no_quotation(tmp_path, capsys):
    project = write_qdpx(tmp_path / "round.qdpx", project_xml())
    chosen = ["voices", str(project), "--map", str(write_map_rows(tmp_path / "map.csv"))]
    assert main([*chosen, "--wave", "2026", "--output", str(tmp_path / "voices.csv")]) == 0
    told = (tmp_path / "voices.csv").read_text(encoding="utf-8") + capsys.readouterr().out
    assert "participants" in told
    for secret in (NAME, "Vries", QUOTATION, "gehoord", "spannend", "Werkgevers"):
        assert secret not in told


@pytest.mark.parametrize("missing", [["--wave", "2026"], ["--output", "v.csv"], ["--wave", "26", "--output", "v.csv"]])
def test_the_command_needs_a_year_and_a_place(tmp_path, capsys, missing):
    project = write_qdpx(tmp_path / "round.qdpx", project_xml())
    assert main(["voices", str(project), "--map", str(tmp_path / "map.csv"), *missing]) == 2
    assert "--output FILE.csv and --wave YEAR are needed" in capsys.readouterr().err


def test_a_project_without_interviews_gives_no_file(tmp_path, capsys):
    atlas = Path(__file__).parent / "real" / "refi-qda" / "atlas-sample.qdpx"
    chosen = ["voices", str(atlas), "--map", str(tmp_path / "map.csv")]
    assert main([*chosen, "--write-map"]) == 0
    assert main([*chosen, "--wave", "2026", "--output", str(tmp_path / "voices.csv")]) == 2
    assert "Nothing was counted" in capsys.readouterr().err
    assert not (tmp_path / "voices.csv").exists()


@pytest.fixture
def written(counted, tmp_path):
    counted.rows.to_csv(tmp_path / "voices.csv", index=False)
    return tmp_path / "voices.csv"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2026,participants,all,all,,10,", "2026,participants,all,all,,12,"),
        ("2026,participants,all,all,,10,", "2026,participants,all,all,,5,"),
        ("some,,count", "some,,"),
        ("some,,count", "one,,count"),
        ("first_conversation", "Jan de Vries"),
        ("withheld", "why"),
        ("all,all,,10,", f"all,all,,{'1' * 5000}0,"),
        ("2026,", f"{'2' * 5000},"),
        ("2026,", "0002026,"),
        ("all,all,,10,", "all,all,,00000010,"),
        ("all,all,,10,", "all,all,most,10,"),
        ("all,all,,10,", "all,neutral,,10,"),
        ("\n2026,", "\nx,2026,"),
        ("2026,participants,all,all,,10,\n", "2026,participants,all,all,,10,\n" * 2),
        ("2026,bureaus,all,all,,,count\n", "2026,bureaus,all,all,,10,\n2026,bureaus,all,all,,,count\n"),
    ],
)
def test_a_file_that_was_changed_by_hand_is_refused(written, before, after):
    text = written.read_text(encoding="utf-8")
    assert before in text
    written.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(EvalbookError, match="is not as `evalbook voices` writes it"):
        read_interviews(written)


def test_a_file_that_is_over_a_limit_is_told_with_the_option_that_raises_it(written):
    with in_force(Limits(listed_bytes=64)), pytest.raises(EvalbookError, match="--limit listed_bytes=128"):
        read_interviews(written)


def test_new_interviews_travel_with_the_release_and_are_shown(written, tmp_path):
    released = replace(literal_release(), voices=read_interviews(written))
    write_release(released, tmp_path / "release")
    again = read_release(tmp_path / "release")
    page = interviews(again, language="nl")
    assert "Nieuwe gesprekken in 2026" in page
    assert 'de meesten geen oordeel (<span data-key="voices/2026/participants/money_gain/neutral">10</span>)' in page
    assert "sommigen nee (×)" in page
    assert "Nieuwe gesprekken, 2026" in voices(again, "first_conversation", language="nl")[1].markdown


def test_the_scan_knows_the_numbers_of_new_interviews(written):
    shown = ShownNumbers(replace(literal_release(), voices=read_interviews(written)), "en")
    assert shown.texts("voices/2026/participants/money_gain/neutral") == {"10"}
    assert not shown.texts("voices/2026/participants/first_conversation/negative")


def test_without_new_interviews_the_page_says_so():
    assert interviews(literal_release(), language="en") == read_words("en").voices["no_round"]
