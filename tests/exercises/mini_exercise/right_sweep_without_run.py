# ruff: noqa
"""sweep does not call run, but does the same itself; a look at the training images, too."""
# loses: nothing


# %% sweep
def sweep(name, lrs, x, y, x_val, y_val, num_epochs=5, seed=0):
    found = {}
    for lr in lrs:
        set_seed(seed)
        model = build_model(images.image_shape, images.num_classes)
        optimizer = make_optimizer(name, model, lr)
        train(model, optimizer, cross_entropy, x, y, num_epochs, seed=seed)
        print(lr, validation_loss(model, x, y), validation_loss(model, x_val, y_val))
        found[lr] = float(validation_loss(model, x_val, y_val))
    return found
