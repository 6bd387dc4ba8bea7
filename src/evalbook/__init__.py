"""A living evaluation report: an extract of the registers goes in, the evaluation book comes out."""

import os

# Linear algebra in one thread: a sum in another order has other last digits, and the book's are the same everywhere.
# The matrices here are small, and threads that wait for each other took six times the processor. Only where nothing
# has loaded numpy before.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
