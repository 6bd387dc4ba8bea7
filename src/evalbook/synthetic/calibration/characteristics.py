"""Age, sex and diagnosis of participants, the population and the respondents: tables 2.2 and 5.2."""

from __future__ import annotations

import itertools

import pandas as pd

from evalbook.synthetic.calibration.model import IntegerModel, each
from evalbook.synthetic.calibration.published_numbers import of_item, whole_numbers
from evalbook.synthetic.draw import apportioned
from evalbook.synthetic.edition import BENEFITS, GROUPS

CATEGORIES = {
    "age": ("0-24", "25-34", "35-44", "45-54", "55+"),
    "sex": ("man", "vrouw", "onbekend"),
    "diagnosis": ("onbekend", "hart", "botspier", "zenuw", "ontwikkeling", "psychisch", "overig"),
}
UNKNOWN_SEX = 0.004
POPULATION = {"IVA": 160_000, "Wajong": 140_000}  # report section 2.1
RESPONDENTS = 62
FEWEST_PERCENT = 99  # percentages that add up to less leave persons of whom the category is not known

Cells = dict[tuple[str, str, str, str], int]  # variable by period, benefit, dimension and category


def solve_characteristics(published: pd.DataFrame, sizes: pd.Series) -> pd.DataFrame:
    """Target `characteristics`: participants by period, benefit, dimension and category."""
    model = IntegerModel()
    codes = [(dimension, category) for dimension, names in CATEGORIES.items() for category in names]
    cells = {(*group, *code): model.variable(0, sizes[group]) for group, code in itertools.product(GROUPS, codes)}
    _require_everyone(model, cells, sizes)
    _require_shares(model, published, cells, sizes)
    _require_shares_of_all(model, published, cells, sizes.sum())
    _wish_usual(model, cells, sizes)
    solution = model.solve()
    rows = [(*cell, solution[number]) for cell, number in cells.items()]
    return whole_numbers(rows, ["period", "benefit", "dimension", "category", "persons"])


def _require_everyone(model: IntegerModel, cells: Cells, sizes: pd.Series) -> None:
    for group, dimension in itertools.product(GROUPS, CATEGORIES):
        members = each(cells[*group, dimension, category] for category in CATEGORIES[dimension])
        model.require(members, sizes[group], sizes[group])


def _require_shares(model: IntegerModel, published: pd.DataFrame, cells: Cells, sizes: pd.Series) -> None:
    for number in of_item(published, "table_2_2"):
        group = number["period"], number["benefit"]
        if group in GROUPS:
            cell = cells[*group, *number["row"].split("=")]
            model.require_percent({cell: 1}, model.fixed(sizes[group]), number["value"])


def _require_shares_of_all(model: IntegerModel, published: pd.DataFrame, cells: Cells, everyone: int) -> None:
    for number in of_item(published, "table_5_2"):
        dimension, _, category = number["row"].partition("=")
        if number["column"] == "participants" and dimension in CATEGORIES:
            members = each(cells[*group, dimension, category] for group in GROUPS)
            model.require_percent(members, model.fixed(everyone), number["value"])


def _wish_usual(model: IntegerModel, cells: Cells, sizes: pd.Series) -> None:
    """Few of unknown sex; those with another benefit evenly over the categories."""
    for (*group, dimension, category), number in cells.items():
        size = sizes[tuple(group)]
        if category == "onbekend" and dimension == "sex":
            model.wish({number: 1}, UNKNOWN_SEX * size)
        elif group[1] not in BENEFITS[:2]:
            model.wish({number: 1}, size / len(CATEGORIES[dimension]), cost=0.1)


def population(published: pd.DataFrame) -> pd.DataFrame:
    """Target `population`: the report's percentages of the whole IVA and Wajong populations in persons."""
    numbers = published[(published["item"] == "table_2_2") & (published["period"] == "population")]
    codes = numbers["row"].str.split("=", expand=True).set_axis(["dimension", "category"], axis=1)
    numbers = numbers[["benefit", "value"]].join(codes)
    parts = [_persons(rows, *key) for key, rows in numbers.groupby(["benefit", "dimension"])]
    return pd.concat(parts)[["benefit", "dimension", "category", "persons"]]


def _persons(rows: pd.DataFrame, benefit: str, dimension: str) -> pd.DataFrame:
    percents = dict(zip(rows["category"], rows["value"], strict=True))
    if sum(percents.values()) < FEWEST_PERCENT:
        percents["onbekend"] = 100 - sum(percents.values())
    persons = apportioned(list(percents.values()), POPULATION[benefit])
    return pd.DataFrame({"benefit": benefit, "dimension": dimension, "category": percents.keys(), "persons": persons})


def respondents(published: pd.DataFrame) -> pd.DataFrame:
    """Target `respondents`: persons by dimension and category; '' is not known."""
    numbers = published[(published["item"] == "table_5_2") & (published["column"] == "respondents")]
    numbers = numbers[numbers["row"] != "N"]
    table = numbers["row"].str.split("=", expand=True).set_axis(["dimension", "category"], axis=1)
    table["persons"] = (numbers["value"] / 100 * RESPONDENTS).round().astype(int)
    unknown = RESPONDENTS - table.groupby("dimension")["persons"].sum()
    missing = unknown[unknown > 0].rename("persons").reset_index().assign(category="")
    return pd.concat([table, missing[["dimension", "category", "persons"]]])
