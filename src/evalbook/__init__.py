"""A living evaluation report: an extract of the registers goes in, the evaluation book comes out."""
