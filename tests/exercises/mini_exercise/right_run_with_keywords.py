# ruff: noqa
"""run calls everything with keywords; sweep zips."""
# loses: nothing


# %% run
def run(name, lr, x, y, num_epochs=5, seed=0):
    set_seed(seed=seed)
    net = build_model(image_shape=images.image_shape, num_classes=images.num_classes)
    history = train(
        model=net,
        optimizer=make_optimizer(name=name, model=net, lr=lr),
        loss_fn=cross_entropy,
        x=x,
        y=y,
        num_epochs=num_epochs,
        batch_size=32,
        seed=seed,
    )
    return net, history


# %% sweep
def sweep(name, lrs, x, y, x_val, y_val, num_epochs=5, seed=0):
    lrs = list(lrs)
    trained = [
        run(name=name, lr=lr, x=x, y=y, num_epochs=num_epochs, seed=seed)[0] for lr in lrs
    ]
    return dict(zip(lrs, (validation_loss(model=m, x=x_val, y=y_val) for m in trained)))
