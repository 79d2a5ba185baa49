# loses: test_fit_early
# kind: part left out
# keeps: 1 of test_fit_early
# ruff: noqa
"""The running statistics of batch norm stay those of the last epoch."""


# %% fit_early [pytorch]
import copy


def fit_early(model, optimizer, train, val, max_epochs, patience):
    losses, best, waited, kept = [], np.inf, 0, None
    for _ in range(max_epochs):
        train_epoch(model, optimizer, *train)
        loss = mean_loss(model, cross_entropy, *val)
        losses.append(loss)
        if loss < best:
            best, waited, kept = loss, 0, [p.detach().clone() for p in model.parameters()]
        else:
            waited += 1
        if waited >= patience:
            break
    with torch.no_grad():
        for p, value in zip(model.parameters(), kept):
            p.copy_(value)
    return losses


# %% fit_early [tensorflow]
def fit_early(model, optimizer, train, val, max_epochs, patience):
    losses, best, waited, kept = [], np.inf, 0, None
    for _ in range(max_epochs):
        train_epoch(model, optimizer, *train)
        loss = mean_loss(model, cross_entropy, *val)
        losses.append(loss)
        if loss < best:
            best, waited, kept = loss, 0, [w.numpy() for w in model.trainable_variables]
        else:
            waited += 1
        if waited >= patience:
            break
    for variable, value in zip(model.trainable_variables, kept):
        variable.assign(value)
    return losses
