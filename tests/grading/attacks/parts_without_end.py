# ruff: noqa
"""Sends the grader one message of thousands of parts, and outputs with buffers beside them.

Must not harm: the grader's memory, in which the parts would lie until the last one is there.
"""
# ends: needs a look

# %% loss
kernel = get_ipython().kernel
parent = kernel.get_parent("shell")
for _ in range(5):
    content = {"comm_id": "a", "data": {}}
    kernel.session.send(
        kernel.iopub_socket, "comm_open", content, parent, buffers=[bytes(2**20)] * 4
    )

# %% gradient
kernel.iopub_thread.socket.send_multipart([b"<IDS|MSG>", *[bytes(2**20)] * 4000])
while True:  # never ends
    pass
