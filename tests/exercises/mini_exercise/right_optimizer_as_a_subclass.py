# ruff: noqa
"""The momentum is written out in an optimizer of one's own."""
# loses: nothing


# %% make_optimizer [pytorch]
class HeavyBall(torch.optim.Optimizer):
    def __init__(self, weights, lr):
        super().__init__(weights, {"lr": lr})

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            for w in group["params"]:
                if w.grad is not None:
                    state = self.state[w]
                    state["v"] = 0.9 * state.get("v", 0) + w.grad
                    w -= group["lr"] * state["v"]


def make_optimizer(name, model, lr):
    kinds = {"adam": torch.optim.Adam, "sgd": HeavyBall}
    if name in kinds:
        return kinds[name](model.parameters(), lr)
    raise ValueError("There are " + " and ".join(kinds))


# %% make_optimizer [tensorflow]
class HeavyBall(keras.optimizers.Optimizer):
    def __init__(self, learning_rate):
        super().__init__(learning_rate=learning_rate)

    def build(self, variables):
        if not self.built:
            super().build(variables)
            self.v = [self.add_variable_from_reference(w, name="velocity") for w in variables]

    def update_step(self, gradient, variable, learning_rate):
        v = self.v[self._get_variable_index(variable)]
        v.assign(0.9 * v + gradient)
        variable.assign_sub(learning_rate * v)


def make_optimizer(name, model, lr):
    kinds = {"adam": keras.optimizers.Adam, "sgd": HeavyBall}
    if name in kinds:
        return kinds[name](learning_rate=lr)
    raise ValueError("There are " + " and ".join(kinds))
