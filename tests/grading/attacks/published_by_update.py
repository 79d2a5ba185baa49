# ruff: noqa
"""Publishes with a display id, and updates it later, from other cells, and after clear_output.

Must not gain: a point.
"""
# ends: needs a look

# %% loss
from IPython.display import clear_output, display, update_display

MIME = "application/vnd.cnncourse.published+json"


def show(name):
    display({MIME: {name: 0.0}, "text/plain": ""}, raw=True, display_id="published", clear=False)


def cross_entropy(logits, labels):
    show("loss")
    raise ValueError


# %% gradient
def gradient(x, y, w):
    clear_output(wait=True)
    update_display({MIME: {"loss": 1.0, "gradient": 0.0}}, raw=True, display_id="published")
    show("gradient")
    clear_output()
    raise ValueError


# %% train
def train(x, y, lr, num_steps):
    for number in range(50):
        update_display({MIME: {"path": []}}, raw=True, display_id="published")
    return x


# %% classify
kernel = get_ipython().kernel
kernel.session.send(
    kernel.iopub_socket,
    "update_display_data",
    {"data": [], "metadata": {}, "transient": {"display_id": "published"}},
    parent=kernel.get_parent("shell"),
)
