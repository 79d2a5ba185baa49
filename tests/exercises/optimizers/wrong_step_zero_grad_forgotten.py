# ruff: noqa
# loses: test_train_step
# kind: not started anew
# The gradients add up from step to step.


# %% train_step [pytorch]
def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    for group in optimizer.param_groups:
        group["lr"] = lr
    model.train()
    loss = loss_fn(model(x), y)
    loss.backward()
    most = float("inf") if limit is None else limit
    norm = nn.utils.clip_grad_norm_(model.parameters(), most)
    optimizer.step()
    return loss.item(), norm.item()
