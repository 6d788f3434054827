"""A torch module learns handwritten digits, trained by dlopt: what would be torch.optim.AdamW is dlopt.torch.AdamW.

usage: torch_digits.py [DIGITS_CSV]
"""

import pathlib
import sys

import torch

import dlopt.torch

DATA = pathlib.Path(__file__).resolve().parents[3] / "examples" / "data" / "digits.csv"


def main():
    torch.manual_seed(1)
    lines = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else DATA).read_text().splitlines()
    rows = torch.tensor([[float(word) for word in line.split(",")] for line in lines])
    rows = rows[torch.randperm(len(rows))]
    pixels, digits = rows[:, :64] / 16, rows[:, 64].long()
    net = torch.nn.Sequential(torch.nn.Linear(64, 32), torch.nn.Tanh(), torch.nn.Linear(32, 10))
    optimizer = dlopt.torch.AdamW(net.parameters(), lr=0.01, weight_decay=0.1, max_norm=1.0, cautious="mean")
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=0.02, total_steps=30 * 24)
    for epoch in range(30):
        for batch in torch.randperm(1500)[:1488].reshape(24, 62):
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(net(pixels[batch]), digits[batch])
            loss.backward()
            optimizer.step()
            schedule.step()
        if epoch % 10 == 9:
            right = (net(pixels[1500:]).argmax(1) == digits[1500:]).float().mean()
            print(f"epoch {epoch + 1}: loss {loss:.3f}, {right:.1%} of 297 others right, lr {optimizer.native.lr:.2g}")
    assert right > 0.95


main()
