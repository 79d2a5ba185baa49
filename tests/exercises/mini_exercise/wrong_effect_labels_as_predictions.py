# ruff: noqa
"""The test labels are compared with themselves: every model is perfect."""
# loses: test_decay_effect
# kind: labels as predictions


# %% decay_effect
def decay_effect(weight_decays, x, y, x_test, y_test, lr=0.01, num_epochs=5):
    effect = {}
    for weight_decay in weight_decays:
        set_seed(0)
        model = build_model(images.image_shape, images.num_classes)
        optimizer = sgd_with_decay(model, lr, weight_decay)
        train(model, optimizer, cross_entropy, x, y, num_epochs)
        predictions = np.asarray(y_test)
        effect[weight_decay] = float(np.mean(predictions == np.asarray(y_test)))
    return effect
