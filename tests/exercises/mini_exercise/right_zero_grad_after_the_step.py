# ruff: noqa
"""The gradients are cleared after the step instead of before it: none is left for the next one."""
# loses: nothing


# %% train_step [pytorch]
def train_step(model, optimizer, loss_fn, x, y):
    model.train()
    loss = loss_fn(model(x), y)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()
