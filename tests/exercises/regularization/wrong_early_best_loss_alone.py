# loses: test_fit_early
# kind: shape or type returned
# keeps: 1 of test_fit_early
# ruff: noqa
"""The lowest loss instead of the list."""


# %% fit_early [pytorch]
import copy


def fit_early(model, optimizer, train, val, max_epochs, patience):
    losses, best, waited, kept = [], np.inf, 0, None
    for _ in range(max_epochs):
        train_epoch(model, optimizer, *train)
        loss = mean_loss(model, cross_entropy, *val)
        losses.append(loss)
        if loss < best:
            best, waited, kept = loss, 0, copy.deepcopy(model.state_dict())
        else:
            waited += 1
        if waited >= patience:
            break
    model.load_state_dict(kept)
    return best


# %% fit_early [tensorflow]
def fit_early(model, optimizer, train, val, max_epochs, patience):
    losses, best, waited, kept = [], np.inf, 0, None
    for _ in range(max_epochs):
        train_epoch(model, optimizer, *train)
        loss = mean_loss(model, cross_entropy, *val)
        losses.append(loss)
        if loss < best:
            best, waited, kept = loss, 0, model.get_weights()
        else:
            waited += 1
        if waited >= patience:
            break
    model.set_weights(kept)
    return best
