# ruff: noqa
"""A helper makes one run; the dict is a comprehension, the accuracies are NumPy numbers."""
# loses: nothing


# %% decay_effect
def accuracy_with(weight_decay, seed, x, y, x_val, y_val, lr, num_epochs):
    set_seed(seed)
    model = build_model(images.image_shape, images.num_classes)
    train(
        model,
        sgd_with_decay(model, lr=lr, weight_decay=weight_decay),
        loss_fn=cross_entropy,
        x=x,
        y=y,
        num_epochs=num_epochs,
        seed=seed,
    )
    return np.float64(accuracy(model, x_val, y_val))


def decay_effect(weight_decays, x, y, x_val, y_val, lr=0.01, num_epochs=5, seeds=(0, 1, 2)):
    case = (x, y, x_val, y_val, lr, num_epochs)
    return {decay: [accuracy_with(decay, s, *case) for s in seeds] for decay in weight_decays}
