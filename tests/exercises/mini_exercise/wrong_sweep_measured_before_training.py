# ruff: noqa
"""The loss of a new model, before it is trained."""
# loses: test_sweep
# kind: not learned


# %% sweep
def sweep(name, lrs, x, y, x_val, y_val, num_epochs=5, seed=0):
    val_losses = {}
    for lr in lrs:
        set_seed(seed)
        model = build_model(images.image_shape, images.num_classes)
        val_losses[lr] = validation_loss(model, x_val, y_val)
        train(model, make_optimizer(name, model, lr), cross_entropy, x, y, num_epochs, seed=seed)
    return val_losses
