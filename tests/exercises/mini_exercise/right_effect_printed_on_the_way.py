# ruff: noqa
"""Training all models first, measuring them afterward, and the training accuracy, too, to print it."""
# loses: nothing


# %% decay_effect
def decay_effect(weight_decays, x, y, x_test, y_test, lr=0.01, num_epochs=5):
    models = []
    for weight_decay in weight_decays:
        set_seed(0)
        model = build_model(images.image_shape, images.num_classes)
        optimizer = sgd_with_decay(model, lr, weight_decay)
        losses = train(model, optimizer, cross_entropy, x, y, num_epochs=num_epochs)
        print(weight_decay, losses[-1:], accuracy(model, x, y))
        models.append(model)
    return {d: accuracy(m, x_test, y_test) for d, m in zip(weight_decays, models)}
