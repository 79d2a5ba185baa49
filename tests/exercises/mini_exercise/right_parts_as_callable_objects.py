# ruff: noqa
"""The loss and the step are objects of classes that can be called, the losses collected by a class
that is iterated over."""
# loses: nothing


# %% cross_entropy [pytorch]
class CrossEntropy(nn.Module):
    def forward(self, logits, labels):
        return torch.mean(torch.logsumexp(logits, 1) - logits.gather(1, labels[:, None])[:, 0])


cross_entropy = CrossEntropy()


# %% cross_entropy [tensorflow]
class CrossEntropy(keras.losses.Loss):
    def call(self, y_true, y_pred):
        return tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y_true, logits=y_pred)

    def __call__(self, logits, labels):
        return tf.reduce_mean(self.call(labels, logits))


cross_entropy = CrossEntropy()


# %% train_step [pytorch]
class Step:
    def __call__(self, model, optimizer, loss_fn, x, y):
        optimizer.zero_grad(set_to_none=False)
        loss = loss_fn(model.train()(x), y)
        loss.backward()
        optimizer.step()
        return float(loss.detach())


train_step = Step()


# %% train_step [tensorflow]
class Step:
    def __call__(self, model, optimizer, loss_fn, x, y):
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch([variable.value for variable in model.trainable_variables])
            loss = loss_fn(model(x, training=True), y)
        weights = model.trainable_variables
        optimizer.apply(tape.gradient(loss, [v.value for v in weights]), weights)
        return loss.numpy().item()


train_step = Step()


# %% train [pytorch]
class Batches:
    def __init__(self, num_examples, batch_size, seed):
        self.num_examples, self.batch_size = num_examples, batch_size
        self.generator = torch.Generator().manual_seed(seed)

    def __iter__(self):
        order = torch.randperm(self.num_examples, generator=self.generator)
        yield from order.split(self.batch_size)


def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    batches = Batches(len(y), batch_size, seed)
    return [
        train_step(model, optimizer, loss_fn, x[chosen], y[chosen])
        for _ in range(num_epochs)
        for chosen in batches
    ]


# %% train [tensorflow]
class Batches:
    def __init__(self, num_examples, batch_size, seed):
        self.num_examples, self.batch_size = num_examples, batch_size
        self.rng = np.random.default_rng(seed)

    def __iter__(self):
        order = self.rng.permutation(self.num_examples)
        yield from np.split(order, range(self.batch_size, self.num_examples, self.batch_size))


def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    batches = Batches(len(y), batch_size, seed)
    return [
        train_step(model, optimizer, loss_fn, tf.gather(x, chosen), tf.gather(y, chosen))
        for _ in range(num_epochs)
        for chosen in batches
    ]
