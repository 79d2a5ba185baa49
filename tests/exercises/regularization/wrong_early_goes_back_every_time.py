# loses: test_fit_early
# keeps: 1 of test_fit_early
# kind: state shared
# ruff: noqa
"""Goes back to the best network after every epoch without improvement, not only at the end."""


# %% fit_early [pytorch]
import copy


def fit_early(model, optimizer, train, val, max_epochs, patience):
    losses, lowest, waited, kept = [], np.inf, 0, None
    for _ in range(max_epochs):
        train_epoch(model, optimizer, *train)
        losses.append(mean_loss(model, cross_entropy, *val))
        if losses[-1] < lowest:
            lowest, waited, kept = losses[-1], 0, copy.deepcopy(model.state_dict())
        else:
            waited += 1
            if kept is not None:
                model.load_state_dict(kept)
        if waited == patience:
            break
    return losses


# %% fit_early [tensorflow]
def fit_early(model, optimizer, train, val, max_epochs, patience):
    losses, lowest, waited, kept = [], np.inf, 0, None
    for _ in range(max_epochs):
        train_epoch(model, optimizer, *train)
        losses.append(mean_loss(model, cross_entropy, *val))
        if losses[-1] < lowest:
            lowest, waited, kept = losses[-1], 0, model.get_weights()
        else:
            waited += 1
            if kept is not None:
                model.set_weights(kept)
        if waited == patience:
            break
    return losses
