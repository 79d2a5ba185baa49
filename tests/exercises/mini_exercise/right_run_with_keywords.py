# ruff: noqa
"""run calls everything with keywords and in one expression; sweep zips."""
# loses: nothing


# %% run
def run(name, lr, x, y, num_epochs=5):
    set_seed(seed=0)
    net = build_model(image_shape=images.image_shape, num_classes=images.num_classes)
    return train(
        model=net,
        optimizer=make_optimizer(name=name, model=net, lr=lr),
        loss_fn=cross_entropy,
        x=x,
        y=y,
        num_epochs=num_epochs,
        batch_size=32,
        seed=0,
    )


# %% sweep
def sweep(name, lrs, x, y, num_epochs=5):
    lrs = list(lrs)
    return dict(zip(lrs, [run(name=name, lr=lr, x=x, y=y, num_epochs=num_epochs) for lr in lrs]))
