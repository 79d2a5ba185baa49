# loses: test_fit_early
# kind: view for a copy
# keeps: 1 of test_fit_early
# ruff: noqa
"""What is kept changes along with the network."""


# %% fit_early [pytorch]
import copy


def fit_early(model, optimizer, train, val, max_epochs, patience):
    losses, best, waited, kept = [], np.inf, 0, None
    for _ in range(max_epochs):
        train_epoch(model, optimizer, *train)
        loss = mean_loss(model, cross_entropy, *val)
        losses.append(loss)
        if loss < best:
            best, waited, kept = loss, 0, model.state_dict()
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
            best, waited, kept = loss, 0, list(model.weights)
        else:
            waited += 1
        if waited >= patience:
            break
    for variable, value in zip(model.weights, kept):
        variable.assign(value)
    return losses
