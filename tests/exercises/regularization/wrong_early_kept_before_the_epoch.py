# loses: test_fit_early
# kind: off by one
# keeps: 1 of test_fit_early
# ruff: noqa
"""The network before the best epoch is kept."""


# %% fit_early [pytorch]
import copy


def fit_early(model, optimizer, train, val, max_epochs, patience):
    losses, best, waited, kept = [], np.inf, 0, None
    for _ in range(max_epochs):
        before = copy.deepcopy(model.state_dict())
        train_epoch(model, optimizer, *train)
        loss = mean_loss(model, cross_entropy, *val)
        losses.append(loss)
        if loss < best:
            best, waited, kept = loss, 0, before
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
        before = model.get_weights()
        train_epoch(model, optimizer, *train)
        loss = mean_loss(model, cross_entropy, *val)
        losses.append(loss)
        if loss < best:
            best, waited, kept = loss, 0, before
        else:
            waited += 1
        if waited >= patience:
            break
    model.set_weights(kept)
    return losses
