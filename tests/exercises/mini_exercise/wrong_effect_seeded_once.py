# ruff: noqa
"""set_seed(0) stands before the loop: every weight decay starts from other weights."""
# loses: test_decay_effect
# kind: not started anew


# %% decay_effect
def decay_effect(weight_decays, x, y, x_test, y_test, lr=0.01, num_epochs=5):
    set_seed(0)
    effect = {}
    for weight_decay in weight_decays:
        model = build_model(images.image_shape, images.num_classes)
        optimizer = sgd_with_decay(model, lr, weight_decay)
        train(model, optimizer, cross_entropy, x, y, num_epochs=num_epochs)
        effect[weight_decay] = accuracy(model, x_test, y_test)
    return effect
