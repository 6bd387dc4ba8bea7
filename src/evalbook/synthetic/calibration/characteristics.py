"""Age, sex and diagnosis of participants, the population and the respondents: tables 2.2 and 5.2."""

from __future__ import annotations

import itertools

import pandas as pd

from evalbook.synthetic.calibration.inflow import apportion
from evalbook.synthetic.calibration.model import IntegerModel, each
from evalbook.synthetic.calibration.published_numbers import of_item, whole_numbers
from evalbook.synthetic.edition import BENEFITS, PERIODS

CATEGORIES = {
    "age": ("0-24", "25-34", "35-44", "45-54", "55+"),
    "sex": ("man", "vrouw", "onbekend"),
    "diagnosis": ("onbekend", "hart", "botspier", "zenuw", "ontwikkeling", "psychisch", "overig"),
}
POPULATION = {"IVA": 160_000, "Wajong": 140_000}  # report section 2.1
RESPONDENTS = 62


def solve_characteristics(published: pd.DataFrame, sizes: pd.Series) -> pd.DataFrame:
    """Target `characteristics`: participants by period, benefit, dimension and category."""
    model = IntegerModel()
    cells = {
        (period, benefit, dimension, category): model.variable(0, sizes[period, benefit])
        for period, benefit in itertools.product(PERIODS, BENEFITS)
        for dimension, categories in CATEGORIES.items()
        for category in categories
    }
    for (period, benefit), dimension in itertools.product(sizes.index, CATEGORIES):
        members = [cells[period, benefit, dimension, category] for category in CATEGORIES[dimension]]
        model.require(each(members), sizes[period, benefit], sizes[period, benefit])
        for member in members if benefit == "overig" else ():
            model.wish({member: 1}, sizes[period, benefit] / len(members), cost=0.1)
    _require_percents(model, published, cells, sizes)
    _wish_known_sex(model, cells)
    solution = model.solve()
    rows = [(*cell, solution[number]) for cell, number in cells.items()]
    return whole_numbers(pd.DataFrame(rows, columns=["period", "benefit", "dimension", "category", "persons"]))


def _require_percents(model: IntegerModel, published: pd.DataFrame, cells: dict, sizes: pd.Series) -> None:
    for number in of_item(published, "table_2_2"):
        group = number["period"], number["benefit"]
        if group in sizes.index:
            cell = cells[(*group, *number["row"].split("="))]
            model.require_percent({cell: 1}, model.fixed(sizes[group]), number["value"])
    everyone = model.fixed(sizes.sum())
    for number in of_item(published, "table_5_2"):
        dimension, _, category = number["row"].partition("=")
        if number["column"] == "participants" and dimension in CATEGORIES:
            members = [cell for key, cell in cells.items() if key[2:] == (dimension, category)]
            model.require_percent(each(members), everyone, number["value"])


def _wish_known_sex(model: IntegerModel, cells: dict) -> None:
    for cell, number in cells.items():
        if cell[3] == "onbekend" and cell[2] == "sex":
            model.wish({number: 1}, 0)


def population(published: pd.DataFrame) -> pd.DataFrame:
    """Target `population`: percentages that do not add up to 100 leave persons whose age is not known."""
    parts = []
    for benefit, dimension in itertools.product(POPULATION, CATEGORIES):
        numbers = published[(published["item"] == "table_2_2") & (published["period"] == "population")]
        numbers = numbers[(numbers["benefit"] == benefit) & numbers["row"].str.startswith(f"{dimension}=")]
        percents = dict(zip(numbers["row"].str.split("=").str[1], numbers["value"], strict=True))
        if sum(percents.values()) < 99:
            percents["onbekend"] = 100 - sum(percents.values())
        persons = apportion(list(percents.values()), POPULATION[benefit])
        parts.append(pd.DataFrame({"category": percents.keys(), "persons": persons}).assign(benefit=benefit, dimension=dimension))
    return pd.concat(parts)[["benefit", "dimension", "category", "persons"]]


def respondents(published: pd.DataFrame) -> pd.DataFrame:
    """Target `respondents`: persons by dimension and category; '' is not known."""
    numbers = published[(published["item"] == "table_5_2") & (published["column"] == "respondents")]
    numbers = numbers[numbers["row"] != "N"]
    table = numbers["row"].str.split("=", expand=True).set_axis(["dimension", "category"], axis=1)
    table["persons"] = (numbers["value"] / 100 * RESPONDENTS).round().astype(int)
    unknown = RESPONDENTS - table.groupby("dimension")["persons"].sum()
    missing = unknown[unknown > 0].rename("persons").reset_index().assign(category="")
    return pd.concat([table, missing[["dimension", "category", "persons"]]])
