# loses: test_fit_early
# keeps: 1 of test_fit_early
# kind: another method
# ruff: noqa
"""The patience looks at the epoch before; the best network is kept."""


# %% fit_early [pytorch]
import copy


def fit_early(model, optimizer, train, val, max_epochs, patience):
    rises = 0
    losses, best, waited, kept = [], np.inf, 0, None
    for _ in range(max_epochs):
        train_epoch(model, optimizer, *train)
        loss = mean_loss(model, cross_entropy, *val)
        losses.append(loss)
        if loss < best:
            best, waited, kept = loss, 0, copy.deepcopy(model.state_dict())
        else:
            waited += 1
        if len(losses) > 1 and not loss < losses[-2] and best < loss:
            rises += 1
        else:
            rises = 0
        if rises >= patience:
            break
    model.load_state_dict(kept)
    return losses


# %% fit_early [tensorflow]
def fit_early(model, optimizer, train, val, max_epochs, patience):
    rises = 0
    losses, best, waited, kept = [], np.inf, 0, None
    for _ in range(max_epochs):
        train_epoch(model, optimizer, *train)
        loss = mean_loss(model, cross_entropy, *val)
        losses.append(loss)
        if loss < best:
            best, waited, kept = loss, 0, model.get_weights()
        else:
            waited += 1
        if len(losses) > 1 and not loss < losses[-2] and best < loss:
            rises += 1
        else:
            rises = 0
        if rises >= patience:
            break
    model.set_weights(kept)
    return losses
