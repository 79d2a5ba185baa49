# loses: test_fit_early
# kind: NaN or infinity
# ruff: noqa
"""Borderline: "lower than all before it", taken at its word: no loss is lower than NaN, so none improves behind a NaN."""


# %% fit_early [tensorflow]
def fit_early(model, optimizer, train, val, max_epochs, patience):
    losses, improved, kept = [], -1, model.get_weights()
    for epoch in range(max_epochs):
        train_epoch(model, optimizer, *train)
        loss = mean_loss(model, cross_entropy, *val)
        if loss == loss and all(loss < other for other in losses):
            improved, kept = epoch, model.get_weights()
        losses.append(loss)
        if epoch - improved >= patience:
            break
    model.set_weights(kept)
    return losses
