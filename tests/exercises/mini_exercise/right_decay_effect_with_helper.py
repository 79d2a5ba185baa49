# ruff: noqa
"""A helper makes one run; the dict is a comprehension, the accuracies are NumPy numbers."""
# loses: nothing


# %% decay_effect
def accuracy_with(weight_decay, x, y, x_test, y_test, lr, num_epochs):
    set_seed(0)
    model = build_model(images.image_shape, images.num_classes)
    train(
        model,
        sgd_with_decay(model, lr=lr, weight_decay=weight_decay),
        loss_fn=cross_entropy,
        x=x,
        y=y,
        num_epochs=num_epochs,
    )
    return np.float64(accuracy(model, x_test, y_test))


def decay_effect(weight_decays, x, y, x_test, y_test, lr=0.01, num_epochs=5):
    return {
        decay: accuracy_with(decay, x, y, x_test, y_test, lr, num_epochs) for decay in weight_decays
    }
