"""The cells that every number is made of: counts of persons and sums over persons, of one item, group and code each.

A cell is found as a result is, with `measure` in place of `statistic`. The closed machine makes them (`items`), the
gate protects them, and all that is shown is a function of them (`numbers`). Source: docs/disclosure.md.
"""

from __future__ import annotations

from evalbook.contract.cases import KEY

MEASURE = "measure"
CELL = (*KEY[:-1], MEASURE)
# Who is counted, of whom; in a column by month each is a month of its own.
PERSONS, BASE = "persons", "base"
# Of a curve: who is at risk in month 0 (or has entered by a month), and who has had the event, or left without it, by
# the end of each month. `event=CODE` in `row` tells several kinds of event apart.
AT_START, ENTRIES, EVENTS, LOSSES = "at_start", "entries", "events", "losses"
# Changes from one state to another by the end of each month: a person may have several.
MOVES = "moves"
# The sum of what persons have or cost; in a column by month, by the end of it.
AMOUNT = "amount"
# Of a comparison: all starters, those without a comparable person, and the persons whom the others are compared with.
STARTERS, LEFT_OUT, CONTROLS = "starters", "left_out", "controls"
COUNTS = (PERSONS, BASE, AT_START, ENTRIES, EVENTS, LOSSES, STARTERS, LEFT_OUT, CONTROLS)
SUMS = (MOVES, AMOUNT)
# What only persons can tell, and no table: how far the limits lie below and above an estimate (or by which factor), its
# standard error, a ratio of hazards with its limits, a test.
BELOW, ABOVE, FACTOR, ERROR = "below", "above", "factor", "error"
RATIO, RATIO_LOW, RATIO_HIGH = "hazard_ratio", "hazard_low", "hazard_high"
CHI_SQUARED, P_VALUE = "chi_squared", "p_value"
# Of comparable people: the standard error of their weighted share, how far a covariate's category is from that of the
# starters, how many persons the weights are worth.
COMPARABLE_ERROR, SMD_AFTER, EFFECTIVE = "comparable_error", "smd_after", "effective_controls"
ERRORS = (ERROR, COMPARABLE_ERROR)
INSIDE = (BELOW, ABOVE, FACTOR, *ERRORS, RATIO, RATIO_LOW, RATIO_HIGH, CHI_SQUARED, P_VALUE, SMD_AFTER, EFFECTIVE)
# Weights of comparable people with an outcome, which add up to as many as there are starters; person-trials of controls
# in a category, and all of them. A person may count for more than one, or for less.
COMPARABLE, CONTROLS_IN, CONTROLS_ALL = "comparable", "controls_in", "controls_all"
WEIGHTED = (COMPARABLE, CONTROLS_IN, CONTROLS_ALL)
MEASURES = (*COUNTS, *SUMS, *INSIDE, *WEIGHTED)
# Beside `value`, on the closed machine only: the sum of the persons' record keys, and the largest part that one person,
# and the next one, have in a sum. nan where there is none. Of what is WEIGHTED `largest` is a whole number.
OF_PERSONS = ("key", "largest", "second")
# `value` is what there is, or what is released of it; `few` marks a count of which no more is released than that it is
# 1 to 9: FEW then stands for it wherever another number is made with it.
COLUMNS = (*CELL, "value", "few")
FEW = 5
