# ruff: noqa
"""Trains with a loss of its own."""
# loses: test_run
# kind: another method


# %% run
def mean_of_logits(logits, labels):
    return -logits[:, 0].mean() if FRAMEWORK == "pytorch" else -tf.reduce_mean(logits[:, 0])


def run(name, lr, x, y, num_epochs=5):
    set_seed(0)
    model = build_model(images.image_shape, images.num_classes)
    return train(model, make_optimizer(name, model, lr), mean_of_logits, x, y, num_epochs)
