# loses: test_fit_early
# keeps: 1 of test_fit_early
# kind: state shared
# ruff: noqa
"""All epochs without improvement count, not those in a row."""


# %% fit_early [pytorch]
import copy


def fit_early(model, optimizer, train, val, max_epochs, patience):
    losses, best, waited, kept = [], np.inf, 0, None
    for _ in range(max_epochs):
        train_epoch(model, optimizer, *train)
        loss = mean_loss(model, cross_entropy, *val)
        losses.append(loss)
        if loss < best:
            best, kept = loss, copy.deepcopy(model.state_dict())
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
        loss = mean_loss(model, cross_entropy, *val)
        losses.append(loss)
        if loss < best:
            best, kept = loss, model.get_weights()
        else:
            waited += 1
        if waited >= patience:
            break
    model.set_weights(kept)
    return losses
