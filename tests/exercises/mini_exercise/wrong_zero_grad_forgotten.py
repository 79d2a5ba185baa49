# ruff: noqa
"""zero_grad is forgotten: the gradients of all steps so far add up."""
# loses: test_train_step
# kind: state shared


# %% train_step [pytorch]
def train_step(model, optimizer, loss_fn, x, y):
    model.train()
    loss = loss_fn(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.item()
