# ruff: noqa
"""One model for all weight decays and seeds."""
# loses: test_decay_effect
# kind: state shared


# %% decay_effect
def decay_effect(
    weight_decays, x, y, x_val, y_val, lr=0.01, num_epochs=5, seeds=(0, 1, 2)
):
    effect = {}
    set_seed(seeds[0])
    model = build_model(images.image_shape, images.num_classes)
    for weight_decay in weight_decays:
        effect[weight_decay] = []
        for seed in seeds:
            set_seed(seed)
            optimizer = sgd_with_decay(model, lr, weight_decay)
            train(model, optimizer, cross_entropy, x, y, num_epochs, seed=seed)
            effect[weight_decay].append(accuracy(model, x_val, y_val))
    return effect
