# loses: test_residual_block
# kind: arguments changed
# ruff: noqa
"""ReLU in place, of the input too, before it is added."""


# %% residual_block [pytorch]
class ResidualBlock(nn.Module):
    def __init__(self, channels, filters, stride):
        super().__init__()
        self.first = nn.Conv2d(channels, filters, 3, stride=stride, padding=1)
        self.second = nn.Conv2d(filters, filters, 3, padding=1)
        self.shortcut = nn.Identity()
        if stride != 1 or channels != filters:
            self.shortcut = nn.Conv2d(channels, filters, 1, stride=stride)

    def forward(self, x):
        x = x.relu_() if not x.requires_grad else x.relu()
        inner = self.second(torch.relu(self.first(x)))
        return torch.relu(inner + self.shortcut(x))


def residual_block(channels, filters, stride=1):
    return ResidualBlock(channels, filters, stride)
