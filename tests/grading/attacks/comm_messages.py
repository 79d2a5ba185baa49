# ruff: noqa
"""Opens comms as widgets do: an Output widget that swallows a test's outputs, and a state of megabytes.

Must not gain: a point, or the grader's memory.
"""
# ends: needs a look

# %% loss
kernel = get_ipython().kernel


def comm(kind, name, state, **more):
    content = {"comm_id": name, "target_name": "jupyter.widget", "data": {"state": state, **more}}
    kernel.session.send(kernel.iopub_socket, kind, content, parent=kernel.get_parent("shell"))


def swallow(*args, **kwargs):
    comm(
        "comm_open",
        "out",
        {"_model_name": "OutputModel", "_model_module": "@jupyter-widgets/output"},
    )
    parent = kernel.get_parent("shell")["header"]["msg_id"]
    comm("comm_msg", "out", {"msg_id": parent}, method="update")
    raise ValueError


cross_entropy = swallow

# %% gradient
for number in range(60):
    comm("comm_open", f"big{number}", {"value": "x" * 1_000_000, "_model_name": "IntSlider"})

# %% train
train = swallow

# %% classify
classify = swallow
