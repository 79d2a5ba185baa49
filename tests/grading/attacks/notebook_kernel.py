# ruff: noqa
"""Names another kernel and another language, and metadata that point elsewhere.

Must not gain: a point or a kernel of its choice.
"""
# ends: needs a look

# %% hand-in
notebook.metadata.kernelspec = {
    "name": "bash",
    "language": "bash",
    "display_name": "<script>alert('" + known.token + "')</script>",
}
notebook.metadata.language_info = {"name": "bash", "pygments_lexer": "../../etc/passwd"}
notebook.metadata.widgets = {"application/vnd.jupyter.widget-state+json": {"state": {}}}
notebook.metadata.nbgrader = {"points": 1000}
