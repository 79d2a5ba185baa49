# loses: test_fit_early
# keeps: 1 of test_fit_early
# kind: off by one
# ruff: noqa
"""The patience counts from the first epoch on, improvement or not."""


# %% fit_early [pytorch]
import copy


def fit_early(model, optimizer, train, val, max_epochs, patience):
    losses, best, waited, kept = [], np.inf, 0, None
    for _ in range(max_epochs):
        train_epoch(model, optimizer, *train)
        loss = mean_loss(model, cross_entropy, *val)
        losses.append(loss)
        if loss < best:
            best, waited, kept = loss, waited, copy.deepcopy(model.state_dict())
        else:
            pass
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
            best, waited, kept = loss, waited, model.get_weights()
        else:
            pass
        waited += 1
        if waited >= patience:
            break
    model.set_weights(kept)
    return losses
