# ruff: noqa
"""Sends the result with points itself, over the kernel's socket, before the test cell fails.

Must not gain: a point.
"""
# ends: graded

# %% loss
kernel = get_ipython().kernel


def send(kind, content, **more):
    kernel.session.send(
        kernel.iopub_socket, kind, content, parent=kernel.get_parent("shell"), **more
    )


def pay(*args, **kwargs):
    for text in ("2", "3.0", ["2"], "1e308", "nan"):
        data = {"text/plain": text}
        send("execute_result", {"data": data, "metadata": {}, "execution_count": 1})
    raise KeyboardInterrupt


get_ipython().events.register("pre_run_cell", lambda info: None)
cross_entropy = pay
get_ipython().showtraceback = lambda *args, **kwargs: None


# %% gradient
gradient = pay

# %% train
train = pay

# %% classify
classify = pay
