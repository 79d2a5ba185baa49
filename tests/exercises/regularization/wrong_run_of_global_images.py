# loses: test_run_once
# kind: global for an argument
# ruff: noqa
"""The images of the notebook."""


# %% run_once
def run_once(setting, seed, train, val, lr=0.003, max_epochs=20, patience=5):
    train, val = to_tensors(images.train), to_tensors(images.val)
    set_seed(seed)
    model = build_model(
        images.image_shape, images.num_classes, setting["dropout"], setting["batch_norm"]
    )
    optimizer = make_optimizer(model, lr, setting["weight_decay"])
    losses = fit_early(model, optimizer, train, val, max_epochs, patience)
    train_loss = mean_loss(model, cross_entropy, *train)
    val_loss = mean_loss(model, cross_entropy, *val)
    return {"train_loss": train_loss, "val_loss": val_loss, "gap": val_loss - train_loss}
