"""Muon in PyTorch: momentum, orthogonalized by a Newton-Schulz iteration."""

import torch

from cnncourse.optimizers import NEWTON_SCHULZ, NEWTON_SCHULZ_STEPS


class Orthogonalized(torch.optim.Optimizer):
    """Nesterov's step, orthogonalized in the groups whose `orthogonal` is true.

    `torch.optim.Muon` takes matrices only, and no kernels of convolutions.

    Parameters
    ----------
    groups : list of dict
        Parameter groups with `lr_ratio` (to the learning rate of a step), `orthogonal` and
        `weight_decay`.
    lr, momentum : float
    """

    def __init__(self, groups: list[dict], lr: float, momentum: float):
        super().__init__(groups, {"lr": lr, "momentum": momentum})

    @torch.no_grad()
    def step(self) -> None:
        for group in self.param_groups:
            lr, momentum = group["lr"] * group["lr_ratio"], group["momentum"]
            for param in group["params"]:
                if param.grad is None:
                    continue
                state = self.state[param]
                if not state:
                    state["velocity"] = torch.zeros_like(param)
                velocity = state["velocity"].mul_(momentum).add_(param.grad)
                update = param.grad + momentum * velocity
                if group["orthogonal"]:
                    update = _of_kernel(update)
                param.mul_(1 - lr * group["weight_decay"]).sub_(lr * update)


def orthogonalize(matrix: torch.Tensor) -> torch.Tensor:
    """Bring all singular values of a matrix close to 1 and keep its singular vectors.

    Parameters
    ----------
    matrix : Tensor of shape (rows, columns)

    Returns
    -------
    Tensor of shape (rows, columns)

    Examples
    --------
    >>> singular_values = torch.linalg.svdvals(orthogonalize(torch.diag(torch.tensor([9.0, 1.0]))))
    >>> bool(((singular_values > 0.6) & (singular_values < 1.3)).all())
    True
    """
    # The smaller of the two products of the matrix with itself.
    rows, columns = matrix.shape
    x = matrix.T if rows > columns else matrix
    x = x / (x.square().sum().sqrt() + 1e-7)
    a, b, c = NEWTON_SCHULZ
    for _ in range(NEWTON_SCHULZ_STEPS):
        gram = x @ x.T
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x.T if rows > columns else x


def _of_kernel(update: torch.Tensor) -> torch.Tensor:
    """Orthogonalize as (filters, rest); more filters than inputs make the step longer."""
    matrix = update.flatten(1)
    rows, columns = matrix.shape
    return orthogonalize(matrix).view_as(update) * max(1, rows / columns) ** 0.5
