# ruff: noqa
"""lr and num_epochs are not passed on."""
# loses: test_decay_effect
# kind: wrong number


# %% decay_effect
def decay_effect(weight_decays, x, y, x_test, y_test, lr=0.01, num_epochs=5):
    effect = {}
    for weight_decay in weight_decays:
        set_seed(0)
        model = build_model(images.image_shape, images.num_classes)
        optimizer = sgd_with_decay(model, 0.01, weight_decay)
        train(model, optimizer, cross_entropy, x, y)
        effect[weight_decay] = accuracy(model, x_test, y_test)
    return effect
