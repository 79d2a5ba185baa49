# ruff: noqa
"""What many hand in: each of these loses its own part, and only in an environment that works."""
# loses: test_momentum, test_rmsprop, test_adam, test_walk, test_make_optimizer, test_clip_by_global_norm, test_train_step, test_warmup_cosine, test_compare, test_paired_verdict
# keeps: 1 of test_momentum
# keeps: 1 of test_walk
# keeps: 1.5 of test_make_optimizer
# keeps: 1 of test_train_step
# keeps: 1 of test_compare
# keeps: 1 of test_paired_verdict
# kind: several at once


# %% momentum
def momentum(g, memory, t, mu=0.9, nesterov=False):
    old = memory.get("v", 0)
    memory["v"] = mu * old + g
    return g + mu * old if nesterov else memory["v"]


# %% rmsprop
def rmsprop(g, memory, t, rho=0.9, eps=1e-7):
    memory["s"] = rho * memory.get("s", 0) + (1 - rho) * g**2
    return g / (np.sqrt(memory["s"]) + eps)


# %% adam
def adam(g, memory, t, beta1=0.9, beta2=0.999, eps=1e-7):
    memory["m"] = beta1 * memory.get("m", 0) + (1 - beta1) * g
    memory["s"] = beta2 * memory.get("s", 0) + (1 - beta2) * g**2
    return memory["m"] / (np.sqrt(memory["s"]) + eps)


# %% walk
def walk(rule, gradient_at, start, lr, num_steps, decay=0.0):
    w, memory = np.array(start, dtype=float), {}
    path = [w]
    for t in range(1, num_steps + 1):
        w = w - lr * rule(gradient_at(w) + decay * w, memory, t)
        path.append(w)
    return np.array(path)


# %% make_optimizer [pytorch]
def make_optimizer(name, model, lr, weight_decay=0.0):
    if name == "rmsprop":
        return torch.optim.RMSprop(model.parameters(), lr=lr)
    if name == "adamw":
        return torch.optim.AdamW(model.parameters(), lr=lr, weight_decay=weight_decay)
    return torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9, nesterov=name == "nesterov")


# %% make_optimizer [tensorflow]
def make_optimizer(name, model, lr, weight_decay=0.0):
    if name == "rmsprop":
        return keras.optimizers.RMSprop(learning_rate=lr)
    if name == "adamw":
        return keras.optimizers.AdamW(learning_rate=lr)
    return keras.optimizers.SGD(learning_rate=lr, momentum=0.9, nesterov=name == "nesterov")


# %% clip_by_global_norm
def clip_by_global_norm(gradients, limit):
    norms = [np.linalg.norm(g) for g in gradients]
    clipped = [g * min(1, limit / norm) for g, norm in zip(gradients, norms)]
    return clipped, np.sqrt(sum(norm**2 for norm in norms))


# %% train_step [pytorch]
def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    model.train()
    optimizer.param_groups[0]["lr"] = lr
    optimizer.zero_grad()
    loss = loss_fn(model(x), y)
    loss.backward()
    if limit is not None:
        for weight in model.parameters():
            nn.utils.clip_grad_norm_(weight, limit)
    norm = nn.utils.get_total_norm([weight.grad for weight in model.parameters()])
    optimizer.step()
    return loss.item(), norm.item()


# %% train_step [tensorflow]
def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    with tf.GradientTape() as tape:
        loss = loss_fn(model(x, training=True), y)
    gradients = tape.gradient(loss, model.trainable_variables)
    if limit is not None:
        gradients = [tf.clip_by_norm(g, limit) for g in gradients]
    norm = tf.linalg.global_norm(gradients)
    optimizer.learning_rate = lr
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    return float(loss), float(norm)


# %% warmup_cosine
def warmup_cosine(step, num_steps, num_warmup=0):
    if step < num_warmup:
        return step / num_warmup
    return 0.5 * (1 + np.cos(np.pi * (step - num_warmup) / (num_steps - num_warmup)))


# %% compare
def compare(run, rates, tuning_seeds, fresh_seeds):
    outcome = {}
    for name in rates:
        means = {lr: np.mean([run(name, lr, s) for s in tuning_seeds]) for lr in rates[name]}
        best = min((lr for lr in means if np.isfinite(means[lr])), key=means.get)
        outcome[name] = best, {s: run(name, best, s) for s in fresh_seeds}
    return outcome


# %% paired_verdict
def paired_verdict(first, second):
    d = np.array([first[seed] - second[seed] for seed in first if seed in second])
    half = student.ppf(0.975, len(d) - 1) * d.std() / np.sqrt(len(d))
    low, high = d.mean() - half, d.mean() + half
    return d.mean(), low, high, "lower" if high < 0 else "higher" if low > 0 else "no conclusion"
