# ruff: noqa
"""Trains on the validation images."""
# loses: test_decay_effect
# kind: test data trained on


# %% decay_effect
def decay_effect(
    weight_decays, x, y, x_val, y_val, lr=0.01, num_epochs=5, seeds=(0, 1, 2)
):
    effect = {}
    for weight_decay in weight_decays:
        effect[weight_decay] = []
        for seed in seeds:
            set_seed(seed)
            model = build_model(images.image_shape, images.num_classes)
            optimizer = sgd_with_decay(model, lr, weight_decay)
            train(model, optimizer, cross_entropy, x_val, y_val, num_epochs, seed=seed)
            effect[weight_decay].append(accuracy(model, x_val, y_val))
    return effect
