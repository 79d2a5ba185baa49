# loses: test_run_once
# kind: wrong number
# ruff: noqa
"""The validation loss divided by the training loss."""


# %% run_once
def run_once(setting, seed, train, val, lr=0.003, max_epochs=20, patience=5):
    set_seed(seed)
    model = build_model(
        images.image_shape, images.num_classes, setting["dropout"], setting["batch_norm"]
    )
    optimizer = make_optimizer(model, lr, setting["weight_decay"])
    losses = fit_early(model, optimizer, train, val, max_epochs, patience)
    train_loss = mean_loss(model, cross_entropy, *train)
    val_loss = mean_loss(model, cross_entropy, *val)
    return {"train_loss": train_loss, "val_loss": val_loss, "gap": val_loss / train_loss}
