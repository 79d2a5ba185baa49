"""What PyTorch itself takes: the bare passes of the model, and its large layers alone."""

import torch
from torch import nn

from cnncourse.processor import keep_freed_memory
from cnncourse.pytorch import build_model


def passes(images, recipe, gate):
    """Forward and backward through the recipe's model, again and again on one fixed batch."""
    device, precision = _prepare(recipe)
    model, inputs, labels = _model_and_batch(images, recipe, device)
    loss_fn = nn.CrossEntropyLoss()

    def work():
        model.zero_grad()
        with precision:
            loss = loss_fn(model(inputs), labels)
        loss.backward()

    _repeat(work, recipe, gate, device)


def layers(images, recipe, gate):
    """The same for each convolution and dense layer alone, on the inputs it has in the model."""
    device, precision = _prepare(recipe)
    model, inputs, _ = _model_and_batch(images, recipe, device)
    large = [layer for layer in model if isinstance(layer, nn.Conv2d | nn.Linear)]
    calls = []

    def note(layer, args, output):
        calls.append((layer, *args, output))

    hooks = [layer.register_forward_hook(note) for layer in large]
    with torch.no_grad(), precision:
        model(inputs)
    for hook in hooks:
        hook.remove()
    fixed = []
    for index, (layer, layer_inputs, output) in enumerate(calls):
        needed = layer_inputs.detach().to(output.dtype).requires_grad_(index > 0)
        wanted = [*layer.parameters(), *([needed] if index else [])]
        fixed.append((layer, needed, wanted, torch.ones_like(output)))

    def work():
        for layer, layer_inputs, wanted, gradient in fixed:
            with precision:
                output = layer(layer_inputs)
            torch.autograd.grad(output, wanted, gradient)

    _repeat(work, recipe, gate, device)


def _prepare(recipe):
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    if device.type == "cpu":
        keep_freed_memory()
    enabled = recipe.precision == "bfloat16"
    # Without the cache of cast weights, which a captured graph must not use.
    return device, torch.autocast(
        device.type, torch.bfloat16, enabled=enabled, cache_enabled=device.type == "cpu"
    )


def _model_and_batch(images, recipe, device):
    model = build_model(recipe, images.image_shape, images.num_classes)
    model = model.to(device, memory_format=torch.channels_last).train()
    pixels = torch.from_numpy(images.train.images[: recipe.batch_size])
    inputs = (pixels.float() / 255).permute(0, 3, 1, 2).to(device)  # in memory channels-last
    return model, inputs, torch.from_numpy(images.train.labels[: recipe.batch_size]).to(device)


def _repeat(work, recipe, gate, device):
    """Run `work` as each step; on a GPU as one captured graph, without Python in between."""
    if device.type == "cuda":
        side = torch.cuda.Stream()
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):
            for _ in range(3):
                work()
        torch.cuda.current_stream().wait_stream(side)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            work()
        work = graph.replay
    while True:
        work()
        gate.step()
