# ruff: noqa
"""The seeds in the outer loop, all models measured at the end."""
# loses: nothing


# %% decay_effect
def decay_effect(weight_decays, x, y, x_val, y_val, lr=0.01, num_epochs=5, seeds=(0, 1, 2)):
    models = {decay: [] for decay in weight_decays}
    for seed in seeds:
        for decay in weight_decays:
            set_seed(seed)
            model = build_model(images.image_shape, images.num_classes)
            optimizer = sgd_with_decay(model, lr, decay)
            losses = train(model, optimizer, cross_entropy, x, y, num_epochs, 32, seed)
            print(decay, losses[-1:], accuracy(model, x, y))
            models[decay].append(model)
    return {d: np.array([accuracy(m, x_val, y_val) for m in models[d]]) for d in models}
