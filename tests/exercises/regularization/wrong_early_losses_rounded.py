# loses: test_fit_early
# kind: wrong number
# ruff: noqa
"""Losses are rounded to two digits before they are compared."""


# %% fit_early [pytorch]
import copy


def fit_early(model, optimizer, train, val, max_epochs, patience):
    losses, best, waited, kept = [], np.inf, 0, None
    for _ in range(max_epochs):
        train_epoch(model, optimizer, *train)
        loss = round(float(mean_loss(model, cross_entropy, *val)), 2)
        losses.append(loss)
        if loss < best:
            best, waited, kept = loss, 0, copy.deepcopy(model.state_dict())
        else:
            waited += 1
        if waited >= patience:
            break
    model.load_state_dict(kept)
    return losses


# %% fit_early [tensorflow]
def fit_early(model, optimizer, train, val, max_epochs, patience):
    losses, best, waited, kept = [], np.inf, 0, None
    for _ in range(max_epochs):
        train_epoch(model, optimizer, *train)
        loss = round(float(mean_loss(model, cross_entropy, *val)), 2)
        losses.append(loss)
        if loss < best:
            best, waited, kept = loss, 0, model.get_weights()
        else:
            waited += 1
        if waited >= patience:
            break
    model.set_weights(kept)
    return losses
