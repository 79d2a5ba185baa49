# ruff: noqa
"""The models are built and measured, but never trained."""
# loses: test_decay_effect
# kind: not learned


# %% decay_effect
def decay_effect(weight_decays, x, y, x_test, y_test, lr=0.01, num_epochs=5):
    effect = {}
    for weight_decay in weight_decays:
        set_seed(0)
        model = build_model(images.image_shape, images.num_classes)
        sgd_with_decay(model, lr, weight_decay)
        effect[weight_decay] = accuracy(model, x_test, y_test)
    return effect
