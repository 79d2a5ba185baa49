# ruff: noqa
"""Tells the grader that the cell is done before it fails, and answers for the kernel itself.

Must not gain: a point, or a hung grader.
"""
# ends: graded
# where checks run in its process: gains

# %% loss
kernel = get_ipython().kernel


def done(*args, **kwargs):
    parent = kernel.get_parent("shell")
    answer = {"status": "ok", "execution_count": 1, "payload": [], "user_expressions": {}}
    identity = getattr(kernel, "_parent_ident", {}).get("shell", [])
    kernel.session.send(kernel.iopub_socket, "status", {"execution_state": "idle"}, parent=parent)
    kernel.session.send(kernel.shell_stream, "execute_reply", answer, parent=parent, ident=identity)
    raise ValueError


cross_entropy = done

# %% gradient
gradient = done

# %% train
train = done

# %% classify
classify = done
