# ruff: noqa
# loses: test_train_step
# kind: state shared
# keeps: 1 of test_train_step
# A limit, once given, goes on for later steps.


# %% train_step [pytorch]
def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    for group in optimizer.param_groups:
        group["lr"] = lr
    model.train()
    optimizer.zero_grad()
    loss = loss_fn(model(x), y)
    loss.backward()
    if limit is None:
        limit = getattr(optimizer, "limit", None)
    optimizer.limit = limit
    most = float("inf") if limit is None else limit
    norm = nn.utils.clip_grad_norm_(model.parameters(), most)
    optimizer.step()
    return loss.item(), norm.item()
