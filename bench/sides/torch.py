"""PyTorch as a side: the models written as its documentation teaches, data in memory, fused Adam where there is one."""
import json
import resource
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

job = json.loads(sys.argv[1])
device = torch.device(job.get('device', 'cpu'))
batch, width = job['batch'], job.get('width')


def say(**reply):
    print('@@' + json.dumps(reply), flush=True)


def adam(parameters, lr, betas=(0.9, 0.999)):
    """The fastest Adam that this version has here."""
    parameters = list(parameters)
    for options in ({'fused': True}, {'foreach': True}, {}):
        try:
            optimizer = torch.optim.Adam(parameters, lr=lr, betas=betas, eps=1e-7, **options)
            optimizer.kind = next(iter(options), 'plain')
            return optimizer
        except (RuntimeError, TypeError, ValueError):
            continue


def glorot(module):
    if isinstance(module, (nn.Linear, nn.Conv2d, nn.ConvTranspose2d)):
        nn.init.xavier_uniform_(module.weight)
        nn.init.zeros_(module.bias)


class VAE(nn.Module):
    def __init__(self, latent=20):
        super().__init__()
        self.hidden = nn.Linear(784, width)
        self.mu = nn.Linear(width, latent)
        self.logvar = nn.Linear(width, latent)
        self.dec1 = nn.Linear(latent, width)
        self.dec2 = nn.Linear(width, 784)

    def forward(self, x):
        h = F.relu(self.hidden(x))
        mu, logvar = self.mu(h), self.logvar(h)
        z = mu + torch.exp(0.5 * logvar) * torch.randn_like(mu)
        return self.dec2(F.relu(self.dec1(z))), mu, logvar


def elbo(model):
    def loss(x):
        logits, mu, logvar = model(x)
        reconstruction = F.binary_cross_entropy_with_logits(logits, x, reduction='sum')
        kl = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
        return (reconstruction + kl) / x.shape[0]
    return loss


def minimize(model, loss_of, lr=1e-3):
    """One step of a model with a single loss."""
    optimizer = adam(model.parameters(), lr)
    loss_of = maybe_compiled(loss_of)

    def step(x):
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of(x)
        loss.backward()
        optimizer.step()
        return loss
    return step, optimizer.kind


def maybe_compiled(function):
    mode = job.get('compile')
    return function if mode is None else torch.compile(function, mode=None if mode == 'default' else mode)


def vae():
    model = VAE().apply(glorot).to(device)
    return minimize(model, elbo(model))


models = {'vae': vae}


def batches(x):
    """Rows in a new order in each epoch."""
    rows = x.shape[0]
    while True:
        order = torch.randperm(rows, device=device)
        for at in range(0, rows - batch + 1, batch):
            yield x[order[at:at + batch]]


def main():
    if 'threads' in job:
        torch.set_num_threads(job['threads'])
    torch.manual_seed(0)
    shape = job['shape']
    size = 1
    for n in shape:
        size *= n
    # The data come before the first line: a Python in a file tree of its own does not see our files.
    x = torch.frombuffer(bytearray(sys.stdin.buffer.read(4 * job['rows'] * size)), dtype=torch.float32).reshape(job['rows'], *shape).to(device)
    step, optimizer = models[job['model']]()
    data = batches(x)
    every = job.get('fetchEvery', 1)
    if job.get('compile'):
        step(next(data))
    say(torch=torch.__version__, parallel=torch.__config__.parallel_info(), build=torch.__config__.show(), python=sys.version.split()[0],
        threads=torch.get_num_threads(), optimizer=optimizer, device=torch.cuda.get_device_name() if device.type == 'cuda' else 'cpu')
    for line in sys.stdin.buffer:
        steps = json.loads(line)['steps']
        wall, cpu, losses = time.perf_counter(), time.process_time(), []
        for i in range(steps):
            loss = step(next(data))
            if i % every == every - 1:
                losses.append(loss.item())
        if device.type == 'cuda':
            torch.cuda.synchronize()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        with open('/proc/self/statm') as statm:
            rss = int(statm.read().split()[1]) * resource.getpagesize()
        say(steps=steps, wall=wall * 1000 / steps, cpu=cpu * 1000 / steps, loss=sum(losses) / max(1, len(losses)), rss=rss,
            peak=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)


try:
    main()
except Exception as error:  # What cannot be done is a row of the table.
    say(cannot=f'{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ""}')
