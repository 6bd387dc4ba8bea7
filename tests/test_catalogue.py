"""Every declaration is whole and true, and a field that is lost, misnamed or of another item is noticed."""

from copy import deepcopy

import pytest

from declared_evidence import evidence
from declared_facts import CHECKS, faults
from declared_groups import persons
from evalbook.contract.catalogue import DECLARED, FIELDS, read_item, read_items
from evalbook.contract.catalogue import FOLDER as DECLARATIONS
from evalbook.errors import EvalbookError
from lost_fields import mutations, noticed, paths, within, written

pytestmark = pytest.mark.slow
SHARE = 8  # of the shipped extract's persons, those looked at are one in so many
# One item for each kind of field; `python tests/lost_fields.py` tries every field of every item.
SAMPLE = [
    ("table_4_5", ("registers",)),
    ("table_4_5", ("persons",)),
    ("table_4_5", ("numbers",)),
    ("table_4_2", ("numbers", "n")),
    ("table_4_5", ("persons", 0, "base")),
    ("table_4_5", ("persons", 0, "group")),
    ("table_4_5", ("table", "rows")),
    ("table_4_8", ("persons", 1, "where")),
    ("figure_4_2", ("complement",)),
    ("figure_4_2", ("differences",)),
    ("figure_4_2", ("published",)),
    ("waiting_times", ("parts",)),
    ("waiting_times", ("parts", 0, "registers")),
    ("first_job_sector", ("optional_column",)),
    ("first_job_sector", ("same_persons",)),
    ("table_3_2", ("overlapping",)),
    ("table_2_2", ("open",)),
    ("figure_4_5", ("within",)),
    ("figure_3_3", ("joined_from",)),
    ("stated_time", ("may_be_full",)),
    ("first_half_year", ("sums",)),
    ("ladder_moves", ("sides",)),
    ("work_states", ("told_by",)),
    ("three_year_costs", ("totals",)),
    ("costs_of_results", ("made_of",)),
    ("figure_ladder", ("draws",)),
    ("figure_ladder", ("figure", "classes")),
]


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    return evidence(tmp_path_factory.mktemp("extract"), one_in=SHARE)


def test_what_is_declared_is_what_the_numbers_show(known):
    once, *others = DECLARED.values()  # whom numbers count is looked at for all items together
    by_item = [each for each in CHECKS if each is not persons]
    found = [*faults(once, known), *(each for item in others for each in faults(item, known, checks=by_item))]
    assert found == []


@pytest.mark.parametrize(("name", "path"), SAMPLE, ids=lambda each: each if isinstance(each, str) else each[-1])
def test_a_field_that_is_lost_or_misnamed_is_noticed(known, name, path):
    tried = {kind: noticed(name, mutant, known) for kind, mutant in mutations(name, path) if kind != "swapped"}
    assert all(tried.values()), tried


@pytest.mark.parametrize(
    ("name", "path", "value", "check"),
    [
        ("table_4_5", ("registers",), ["ladder"], "registers"),
        ("table_4_5", ("persons", 0, "base"), "measured", "persons"),
        ("table_4_6", ("persons", 0, "group"), "contract={row}", "breakdowns"),
        ("table_4_1", ("persons", 0, "group"), "in_work_1", "persons"),
        ("first_job_size", ("same_persons",), "table_4_2", "optional_columns"),
        ("first_job_size", ("optional_column",), "sector", "optional_columns"),
        ("ladder_moves", ("sides", 0, "row"), "move=up-same", "compared"),
        ("figure_4_3", ("differences",), "none", "compared"),
        ("figure_4_2", ("complement",), False, "compared"),
        ("table_4_2", ("numbers", "n"), {"benefit": "IVA"}, "numbers"),
        ("work_states", ("told_by",), ["figure_4_1"], "told_by"),
        ("table_4_5", ("joined_from",), ["high"], "classes"),
        ("table_4_5", ("may_be_full",), "why", "full"),
    ],
)
def test_what_is_true_of_another_item_is_noticed_by_the_numbers(known, name, path, value, check):
    mutant = deepcopy(written()[name])
    within(mutant, path[:-1])[path[-1]] = value
    assert noticed(name, mutant, known) == check


def test_every_field_is_tried():
    tried = {path[0] for _, path in SAMPLE}
    assert tried == {*FIELDS} and {path[0] for each in written().values() for path in paths(each)} == tried


def test_the_fields_are_explained():
    said = (DECLARATIONS / "README.md").read_text(encoding="utf-8")
    assert [name for name in FIELDS if f"`{name}`" not in said] == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"regsters": ["jobs"]}, "the key 'regsters' is not known. Did you mean registers"),
        ({"registers": ["job"]}, "there is no register 'job'. Did you mean jobs"),
        ({"differences": "al"}, "`differences` is all, none or the rows.*Did you mean all"),
        ({"differences": {"colum": "12"}}, "no field 'colum'. Did you mean column"),
        ({"published": "yes"}, "`published` is true or false"),
        (
            {"persons": [{"base": "found_work", "group": "contract={rwo}"}]},
            "nothing says what {rwo} is. Did you mean row",
        ),
        ({"persons": [{"base": {"universe": "x", "perod": "all"}}]}, "has no 'perod'. Did you mean period"),
        ({"persons": [{"group": "{row}"}]}, "write `base:` too"),
        ({"persons": [{"base": "x"}, {"base": "y"}]}, "is never reached"),
        ({"figure": {}}, "write either `table:` or `figure:`"),
        ({"complement": True}, "without survival there is no `complement`"),
        ({"optional_column": "sector"}, "go together"),
        ({"joined_from": ["hihg"]}, "from low or high, not 'hihg'. Did you mean high"),
    ],
)
def test_a_fault_says_item_field_and_what_to_write(change, said):
    with pytest.raises(EvalbookError, match=f"4_work.yaml: table_4_5(.|\n)*{said}"):
        read_item("table_4_5", written()["table_4_5"] | change, where="4_work.yaml: table_4_5")


def test_an_item_or_key_that_stands_twice_is_refused(tmp_path):
    (tmp_path / "a.yaml").write_text("x: {a: 1, a: 2}\n")
    with pytest.raises(EvalbookError, match="'a' stands twice"):
        read_items(tmp_path)
