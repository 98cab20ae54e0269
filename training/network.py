"""The entailment network: one pass reads an answer once and judges all its key points.

The tokens of the context (question and answer) see only the context; those of a key point see that
point and the context. So a point's verdict does not depend on the other points, and the answer's
share of the work is paid once. Two other ways (all tokens see each other; a pass per point) were
tried: see the table in the model card.
"""

from __future__ import annotations

import math

import torch
from backbone import Backbone
from torch import Tensor, nn
from torch.nn import functional as F

CLASSES = ("covered", "partial", "missing", "contradicted")


class Dropout(nn.Module):
    """Drops a feature of a whole row of the batch at once: far cheaper than one draw a number."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or not self.share:
            return x
        shape = (x.shape[0], *[1] * (x.ndim - 2), x.shape[-1])
        kept = (torch.rand(shape) >= self.share).to(x.dtype)
        return x * (kept / (1 - self.share))


class Layer(nn.Module):
    """One post-norm transformer layer of the backbone."""

    def __init__(self, hidden: int, heads: int, feed_forward: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(hidden, 3 * hidden)
        self.out = nn.Linear(hidden, hidden)
        self.norm1 = nn.LayerNorm(hidden, eps=1e-12)
        self.up = nn.Linear(hidden, feed_forward)
        self.down = nn.Linear(feed_forward, hidden)
        self.norm2 = nn.LayerNorm(hidden, eps=1e-12)
        self.dropout = Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        batch, length, hidden = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        # Plain products: the fused kernel is slower than these on a processor, with a mask.
        scores = q * q.shape[-1] ** -0.5 @ k.transpose(-1, -2) + mask
        y = F.softmax(scores, -1, dtype=scores.dtype) @ v
        y = self.out(y.transpose(1, 2).reshape(batch, length, hidden))
        x = self.norm1(x + self.dropout(y))
        y = self.down(F.gelu(self.up(x), approximate="tanh"))
        return self.norm2(x + self.dropout(y))


class Network(nn.Module):
    """Token ids, positions and segments (batch, length) -> logits (points in the batch, 4).

    Segment 0 is the context (question and answer), 1.. are the key points, -1 is padding.
    """

    def __init__(
        self,
        hidden: int,
        layers: int,
        heads: int,
        feed_forward: int,
        vocabulary: int,
        positions: int = 512,
        dropout: float = 0.1,
    ) -> None:
        super().__init__()
        self.word = nn.Embedding(vocabulary, hidden)
        self.position = nn.Embedding(positions, hidden)
        self.kind = nn.Embedding(2, hidden)
        self.norm = nn.LayerNorm(hidden, eps=1e-12)
        self.layers = nn.ModuleList(
            Layer(hidden, heads, feed_forward, dropout) for _ in range(layers)
        )
        self.dropout = Dropout(dropout)
        self.head = nn.Linear(2 * hidden, len(CLASSES))

    def forward(
        self,
        ids: Tensor,
        positions: Tensor,
        segments: Tensor,
        starts: Tensor,
        rows: Tensor,
    ) -> Tensor:
        """`starts`, `rows`: index of each point's first token and its row in the batch."""
        x = self.word(ids) + self.position(positions) + self.kind((segments > 0).long())
        x = self.dropout(self.norm(x))
        seen = (segments[:, None, :] == 0) | (segments[:, None, :] == segments[:, :, None])
        seen = seen & (segments[:, None, :] >= 0)
        seen |= torch.eye(ids.shape[1], dtype=torch.bool)[None]
        mask = torch.zeros(seen.shape, dtype=x.dtype).masked_fill(~seen, -math.inf)[:, None]
        if torch.is_autocast_enabled("cpu"):
            mask = mask.to(torch.bfloat16)
        for layer in self.layers:
            x = layer(x, mask)
        x = x.float()
        first = x[rows, starts]
        member = (segments[rows] == segments[rows, starts][:, None]).float()
        mean = torch.einsum("pl,plh->ph", member, x[rows]) / member.sum(1, keepdim=True)
        with torch.autocast("cpu", enabled=False):
            return self.head(self.dropout(torch.cat([first, mean], dim=-1)))


def from_backbone(
    backbone: Backbone, word: Tensor, keep_layers: list[int], dropout: float = 0.1
) -> Network:
    """A network with the backbone's weights, the given word vectors, and some of its layers."""
    network = Network(
        backbone.hidden,
        len(keep_layers),
        backbone.heads,
        backbone.feed_forward,
        len(word),
        dropout=dropout,
    )
    t = {name: torch.from_numpy(array) for name, array in backbone.tensors.items()}
    with torch.no_grad():
        network.word.weight.copy_(word)
        network.position.weight.copy_(t["emb.pos"][:512])
        network.kind.weight.copy_(t["emb.type"])
        network.norm.weight.copy_(t["emb.ln.w"])
        network.norm.bias.copy_(t["emb.ln.b"])
        for layer, n in zip(network.layers, keep_layers, strict=True):
            layer.qkv.weight.copy_(torch.cat([t[f"l{n}.{p}.w"] for p in "qkv"]))
            layer.qkv.bias.copy_(torch.cat([t[f"l{n}.{p}.b"] for p in "qkv"]))
            for module, name in (
                (layer.out, "ao"),
                (layer.up, "fi"),
                (layer.down, "fo"),
                (layer.norm1, "aln"),
                (layer.norm2, "oln"),
            ):
                module.weight.copy_(t[f"l{n}.{name}.w"])
                module.bias.copy_(t[f"l{n}.{name}.b"])
        nn.init.normal_(network.head.weight, std=0.02)
        nn.init.zeros_(network.head.bias)
    network.word.weight.requires_grad_(requires_grad=False)
    return network
