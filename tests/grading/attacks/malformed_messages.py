# ruff: noqa
"""Sends the grader messages that no kernel would: without a content, a type, a signature, with wrong types.

Must not gain: a point, or a grader that stops.
"""
# ends: needs a look

# %% loss
import os

kernel = get_ipython().kernel


def send(kind, content):
    kernel.session.send(kernel.iopub_socket, kind, content, parent=kernel.get_parent("shell"))


for kind in (
    "stream",
    "display_data",
    "execute_result",
    "error",
    "status",
    "clear_output",
    "nonsense",
    "",
):
    for content in (
        {},
        {"data": None},
        {"name": 5, "text": None},
        {"data": {"text/html": 5}, "metadata": []},
    ):
        try:
            send(kind, content)
        except Exception as error:
            print(error)

# %% gradient
for parts in (
    [],
    [b""],
    [b"<IDS|MSG>"],
    [b"a", b"<IDS|MSG>", b"", b"{", b"{", b"{", b"{"],
    [os.urandom(100)] * 9,
):
    kernel.iopub_thread.send_multipart(parts)
