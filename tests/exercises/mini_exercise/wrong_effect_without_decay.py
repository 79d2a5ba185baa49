# ruff: noqa
"""Trains with the plain SGD of part 2: the weight decay is only the key of the dict."""
# loses: test_decay_effect
# kind: part left out


# %% decay_effect
def decay_effect(weight_decays, x, y, x_test, y_test, lr=0.01, num_epochs=5):
    effect = {}
    for weight_decay in weight_decays:
        set_seed(0)
        model = build_model(images.image_shape, images.num_classes)
        optimizer = make_optimizer("sgd", model, lr)
        train(model, optimizer, cross_entropy, x, y, num_epochs=num_epochs)
        effect[weight_decay] = accuracy(model, x_test, y_test)
    return effect
