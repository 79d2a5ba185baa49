# ruff: noqa
"""lr is ignored: each optimizer has its usual one."""
# loses: test_run
# kind: global for an argument


# %% run
def run(name, lr, x, y, num_epochs=5, seed=0):
    set_seed(seed)
    model = build_model(images.image_shape, images.num_classes)
    optimizer = make_optimizer(name, model, {"adam": 0.001, "sgd": 0.01}[name])
    losses = train(model, optimizer, cross_entropy, x, y, num_epochs, seed=seed)
    return model, losses
