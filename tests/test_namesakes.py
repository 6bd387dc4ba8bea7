"""Each module has a test of its own name, or stands in a list with the test that tries it and why it is there."""

from pathlib import Path

import evalbook

PACKAGE, TESTS = Path(evalbook.__file__).parent, Path(__file__).parent
NOTHING = ""
# By the last part of a module's name, wherever it stands: the test that tries it, and why there.
TRIED_BY = {
    "about": ("reading", "says in a page what that test reads"),
    "account": ("reading", "the record that a reading is made of"),
    "alt_texts": ("figures", "a figure is drawn and put into words at once"),
    "cells": ("registers", "a step of reading a register; of the contract: which measures there are"),
    "characteristics": ("synthetic_targets", "a step of the calibration"),
    "checks": ("bad_input", "each check has its bad input there"),
    "code_meanings": ("extract_dictionary", "data; its dictionary is compared"),
    "columns": ("registers", "a step of reading a register"),
    "commands": ("cli", "what each command does"),
    "comparison_alike": ("comparison", "a step of the comparison"),
    "comparison_findings": ("comparison", "what is found of a group, pooled"),
    "comparison_groups": ("comparison", "a step of the comparison"),
    "comparison_people": ("comparison", "a step of the comparison"),
    "comparison_trials": ("comparison", "a step of the comparison"),
    "comparisons": ("ladder", "tests of the ladder; ratios in test_landmark"),
    "contents": ("concordance", "finds what that list leads to; the delivery's own: `limits`"),
    "conversions": ("numerals", "numbers there, days in test_days"),
    "costs": ("spending", "means partitioned by month"),
    "draw": ("synthetic_draw", "named after its folder"),
    "drawing": ("figures", "a figure's look and file"),
    "earnings": ("synthetic_targets", "a step of the calibration"),
    "edition": ("synthetic", "the generator's file, compared to the byte"),
    "employment": ("synthetic_employment", "named after its folder"),
    "errors": ("cli", "one class"),
    "exhibit": ("tables", "what tables and figures share"),
    "expected": ("outlook", "what a look ahead starts from"),
    "expressions": ("prose", "what stands between braces in a sentence"),
    "figure_data": ("figures", "the table below a figure"),
    "files": ("placing", "which file holds which table"),
    "followup": ("synthetic_targets", "a step of the calibration"),
    "forms": ("registers", "how the values of a file are written"),
    "generate": ("synthetic", "the generator, compared to the byte"),
    "guesses": ("drafting", "what a draft is guessed from"),
    "grids": ("tables", "what it lays out is written down and read there"),
    "hashes": ("release_file", "hashes of a release's files"),
    "headings": ("registers", "a step of reading a register"),
    "inflow": ("synthetic_targets", "a step of the calibration"),
    "ingredients": ("cache", "what an entry is made from"),
    "jobs": ("synthetic", "the generator, compared to the byte"),
    "kernels": ("chapters", "a chapter is run in one"),
    "ladder_figures": ("figures", "a form of figure"),
    "line_figures": ("figures", "a form of figure"),
    "live_pages": ("live", "what makes the pages of a preview"),
    "live_release": ("live", "the release of a preview"),
    "live_server": ("live", "the server of a preview"),
    "live_sphinx": ("live", "Sphinx of a preview"),
    "making": ("release", "a release, made"),
    "mapping_keys": ("mappings", "extract.yaml, key by key"),
    "markup": ("typed", "what stands in a page, read back by MyST"),
    "model": ("synthetic_model", "named after its folder"),
    "moves": ("figures", "what the heat maps say"),
    "named_numbers": ("scan", "what the scan lets pass"),
    "odd_rows": ("cases", "rows met in odd deliveries"),
    "orphans": ("row_lists", "rows that go with a row that is left out"),
    "own_tables": ("release_file", "a strict reader, tried with each file of a release"),
    "own_words": ("identifiers", "which words are nobody's id"),
    "parameters": ("executed", "parameters of a chapter that is run"),
    "parquet": ("formats", "a form of file"),
    "pay": ("synthetic", "the generator, compared to the byte"),
    "persons": ("synthetic", "the generator, compared to the byte"),
    "places": ("hosting", "paths"),
    "prepared": ("cli", "the release of a build, found or made"),
    "problems": ("extract", "how faults are told"),
    "protection": ("release_file", "each number that the gate never gives is put in a release there"),
    "provision_users": ("synthetic", "the generator, compared to the byte"),
    "provisions": ("synthetic", "the generator, compared to the byte"),
    "published": ("leeway", "which published numbers are met"),
    "published_numbers": ("synthetic_targets", "a step of the calibration"),
    "question_texts": ("questions", "says in a page what that test computes"),
    "records": ("catalogue", "strict reading of declarations"),
    "register_headings": ("registers", "a step of reading a register"),
    "respondents": ("synthetic", "the generator, compared to the byte"),
    "results": ("release_file", "each fault of a file of results is put there"),
    "results_costs": ("budget", "what those with a result have cost"),
    "risk_sets": ("shown", "who is at risk, of literal cells"),
    "rounds": ("counting", "rounds of interviews in a page"),
    "rows": ("shown", "each kind of number, of literal cells"),
    "scan_numbers": ("scan", "what a key may read"),
    "schema": ("extract_dictionary", "data; its dictionary is compared"),
    "series": ("figures", "the lines of a figure"),
    "settings": ("mappings", "extract.yaml, key by key"),
    "sheets": ("workbooks", "the part of reading a workbook that is done apart"),
    "share_figures": ("figures", "a form of figure"),
    "showing": ("report", "what a cell puts out"),
    "sides": ("spread", "which two numbers a difference is of"),
    "site": ("build", "the finishing of a whole book"),
    "source": ("shown", "what numbers are made from"),
    "states": ("work_states", "who is in which state, from changes"),
    "statistics_files": ("formats", "a form of file"),
    "status": ("executed", "what is stale of what was run"),
    "targets": ("synthetic_targets", "named after its folder"),
    "thresholds": ("docs", "numbers; held to docs/disclosure.md"),
    "trajectories": ("synthetic", "the generator, compared to the byte"),
    "trial_placements": ("synthetic", "the generator, compared to the byte"),
    "unlike_cells": ("workbooks", "cells that calamine reads as empty"),
    "validation": ("registers", "what a validation says"),
    "vocabulary": ("labels", "the words"),
    "voices_file": ("counting", "what was counted, read back"),
    "wages": ("synthetic", "the generator, compared to the byte"),
    "wide": ("shown", "cells side by side"),
    "written": ("texts", "a table as it was written"),
}


def faults(modules, tests, tried_by):
    """Modules without a test or a row, rows that are not needed, and rows whose test is not there."""
    bare = sorted(modules - tests - set(tried_by))
    yield from (f"{name}: no tests/test_{name}.py, nor a row that says which test tries it" for name in bare)
    for name, (test, why) in tried_by.items():
        if name not in modules:
            yield f"{name}: no such module"
        elif name in tests:
            yield f"{name}: has a test of its name"
        if test not in {*tests, NOTHING} or not why:
            yield f"{name}: no tests/test_{test}.py, or no reason"


def test_every_module_has_a_test_of_its_name_or_a_row():
    modules = {path.stem for path in PACKAGE.rglob("*.py")} - {"__init__", "__main__"}
    tests = {path.stem.removeprefix("test_") for path in TESTS.glob("test_*.py")}
    assert list(faults(modules, tests, TRIED_BY)) == []


def test_each_kind_of_fault_is_told():
    rows = {"named": ("named", "x"), "gone": ("named", "x"), "lost": ("nowhere", "x"), "unsaid": ("named", "")}
    told = list(faults({"bare", "named", "lost", "unsaid"}, {"named"}, rows))
    assert [fault.split(":")[0] for fault in told] == ["bare", "named", "gone", "lost", "unsaid"]
