# ruff: noqa
"""One model for all weight decays: the later ones have trained for longer."""
# loses: test_decay_effect
# kind: state shared


# %% decay_effect
def decay_effect(weight_decays, x, y, x_test, y_test, lr=0.01, num_epochs=5):
    set_seed(0)
    model = build_model(images.image_shape, images.num_classes)
    effect = {}
    for weight_decay in weight_decays:
        set_seed(0)
        optimizer = sgd_with_decay(model, lr, weight_decay)
        train(model, optimizer, cross_entropy, x, y, num_epochs=num_epochs)
        effect[weight_decay] = accuracy(model, x_test, y_test)
    return effect
