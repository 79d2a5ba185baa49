# ruff: noqa
"""Replaces the source of every later cell before it is parsed.

Must not gain: a point.
"""
# ends: graded
# where checks run in its process: gains

# %% loss
get_ipython().input_transformers_cleanup.append(lambda lines: ["pass\n"])
