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
batch, width = job.get('batch'), job.get('width')


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


class ConvVAE(nn.Module):
    def __init__(self, latent=2):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Conv2d(1, 32, 3, stride=2, padding=1), nn.ReLU(),
            nn.Conv2d(32, 64, 3, stride=2, padding=1), nn.ReLU(),
            nn.Flatten(), nn.Linear(7 * 7 * 64, 16), nn.ReLU())
        self.mu = nn.Linear(16, latent)
        self.logvar = nn.Linear(16, latent)
        self.decoder = nn.Sequential(
            nn.Linear(latent, 7 * 7 * 64), nn.ReLU(), nn.Unflatten(1, (64, 7, 7)),
            nn.ConvTranspose2d(64, 64, 3, stride=2, padding=1, output_padding=1), nn.ReLU(),
            nn.ConvTranspose2d(64, 32, 3, stride=2, padding=1, output_padding=1), nn.ReLU(),
            nn.ConvTranspose2d(32, 1, 3, padding=1), nn.Flatten())

    def forward(self, x):
        h = self.encoder(x.view(-1, 1, 28, 28))
        mu, logvar = self.mu(h), self.logvar(h)
        z = mu + torch.exp(0.5 * logvar) * torch.randn_like(mu)
        return self.decoder(z), mu, logvar


def conv_vae():
    model = ConvVAE().apply(glorot).to(device)
    return minimize(model, elbo(model))


class Contractive(nn.Module):
    """The decoder's kernel is the encoder's; the jacobian of a sigmoid layer in closed form, as people write it."""

    def __init__(self, code=300):
        super().__init__()
        self.code = nn.Linear(784, code)
        self.bias = nn.Parameter(torch.zeros(784))

    def forward(self, x):
        h = torch.sigmoid(self.code(x))
        xhat = torch.sigmoid(F.linear(h, self.code.weight.t(), self.bias))
        slope = h * (1 - h)
        stretch = slope.square() @ self.code.weight.square().sum(1)
        return (0.5 * F.mse_loss(xhat, x, reduction='sum') + 0.1 * stretch.sum()) / x.shape[0]


def contractive():
    model = Contractive().apply(glorot).to(device)
    return minimize(model, model)


def dcgan():
    generator = nn.Sequential(
        nn.Linear(64, 7 * 7 * 32), nn.BatchNorm1d(7 * 7 * 32, eps=1e-3), nn.ReLU(), nn.Unflatten(1, (32, 7, 7)),
        nn.ConvTranspose2d(32, 16, 4, stride=2, padding=1), nn.BatchNorm2d(16, eps=1e-3), nn.ReLU(),
        nn.ConvTranspose2d(16, 1, 4, stride=2, padding=1), nn.Tanh())
    discriminator = nn.Sequential(
        nn.Conv2d(1, 16, 4, stride=2, padding=1), nn.LeakyReLU(0.2),
        nn.Conv2d(16, 32, 4, stride=2, padding=1), nn.BatchNorm2d(32, eps=1e-3), nn.LeakyReLU(0.2),
        nn.Flatten(), nn.Linear(7 * 7 * 32, 1))
    step, optimizer = play(generator, discriminator, 64, 5e-4)
    return lambda x: step(x.view(-1, 1, 28, 28)), optimizer


def ring_gan():
    def mlp(*widths):
        layers = []
        for inputs, outputs in zip(widths, widths[1:]):
            layers += [nn.Linear(inputs, outputs), nn.ReLU()]
        return nn.Sequential(*layers[:-1])
    return play(mlp(2, 128, 128, 2), mlp(2, 128, 128, 1), 2, 1e-3)


def play(generator, discriminator, latent, lr):
    """One round of two players: the discriminator on a batch, then the generator against the one just updated."""
    for player in generator, discriminator:
        player.apply(glorot).to(device)
    adams = [adam(player.parameters(), lr, betas=(0.5, 0.999)) for player in (generator, discriminator)]
    ones, zeros = torch.ones(batch, 1, device=device), torch.zeros(batch, 1, device=device)

    def judge(x, fake):
        return (F.binary_cross_entropy_with_logits(discriminator(x), ones)
                + F.binary_cross_entropy_with_logits(discriminator(fake), zeros))

    def fool(fake):
        return F.binary_cross_entropy_with_logits(discriminator(fake), ones)

    generate, judge, fool = maybe_compiled(generator), maybe_compiled(judge), maybe_compiled(fool)

    def step(x):
        fake = generate(torch.randn(x.shape[0], latent, device=device))
        discriminator.requires_grad_(True)
        adams[1].zero_grad(set_to_none=True)
        loss_d = judge(x, fake.detach())
        loss_d.backward()
        adams[1].step()
        # The generator's step needs no gradient of the discriminator's weights.
        discriminator.requires_grad_(False)
        adams[0].zero_grad(set_to_none=True)
        loss_g = fool(fake)
        loss_g.backward()
        adams[0].step()
        return loss_d.detach() + loss_g.detach()
    return step, adams[0].kind


def products():
    """Matrix products alone; the data are the factors."""
    factors = []
    for p in job['products']:
        a = torch.rand(p['k'], p['m'], device=device).t() if p['transposeA'] else torch.rand(p['m'], p['k'], device=device)
        b = torch.rand(p['n'], p['k'], device=device).t() if p['transposeB'] else torch.rand(p['k'], p['n'], device=device)
        factors.append((a, b, torch.empty(p['m'], p['n'], device=device)))
    return lambda which: torch.mm(factors[which][0], factors[which][1], out=factors[which][2])


def blas():
    """The libraries of linear algebra that this process has loaded."""
    with open('/proc/self/maps') as maps:
        files = {line.split('/')[-1].strip() for line in maps if '/' in line}
    # NumPy brings one of its own, which PyTorch does not use.
    return sorted(name for name in files if any(word in name.lower() for word in ('blas', 'mkl', 'blis')) and 'scipy' not in name)


models = {'vae': vae, 'conv-vae': conv_vae, 'contractive': contractive, 'dcgan': dcgan, 'ring-gan': ring_gan}


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
    every = job.get('fetchEvery', 1)
    if 'products' in job:
        optimizer, data, multiply = None, None, products()
    else:
        size = 1
        for n in job['shape']:
            size *= n
        # The data come before the first line: a Python in a file tree of its own does not see our files.
        values = bytearray(sys.stdin.buffer.read(4 * job['rows'] * size))
        step, optimizer = models[job['model']]()
        data = batches(torch.frombuffer(values, dtype=torch.float32).reshape(job['rows'], *job['shape']).to(device))
    if job.get('compile'):
        step(next(data))
    torch.mm(torch.ones(8, 8), torch.ones(8, 8))
    say(torch=torch.__version__, parallel=torch.__config__.parallel_info(), build=torch.__config__.show(), blas=blas(), python=sys.version.split()[0],
        threads=torch.get_num_threads(), optimizer=optimizer, device=torch.cuda.get_device_name() if device.type == 'cuda' else 'cpu')
    for line in sys.stdin.buffer:
        request = json.loads(line)
        steps = request['steps']
        wall, cpu, losses = time.perf_counter(), time.process_time(), []
        for i in range(steps):
            if data is None:
                multiply(request['product'])
                continue
            loss = step(next(data))
            if i % every == every - 1 or i == steps - 1:
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
