/** 7 × 7 to 28 × 28, with squared error alone and then with an adversary. */
import type { Lecture } from '../lecture.ts'

export const superResolution: Lecture = {
  name: 'super-resolution',
  about: 'PSNR and sharpness with squared error, then with an adversary, beside bicubic resizing',
  seconds: 90,
  runs: { up: { spec: 'super-resolution', data: 'mnist' } },
  async compute({ value }) {
    const bicubic = value('up.psnrResize')
    return { 'gain blurred': value('up@blurred.psnrBlurred') - bicubic, 'gain sharp': value('up.psnr') - bicubic, sharper: value('up.energy') / value('up@blurred.energyBlurred') }
  },
  checks: [
    { what: 'squared error: PSNR', measured: 'up@blurred.psnrBlurred', baseline: ['bicubic', 'up.psnrResize'], unit: ' dB' },
    { what: 'squared error: above bicubic', measured: 'gain blurred', atLeast: 3.5, baseline: ['PyTorch', 4.6], unit: ' dB', mnist: true, why: 'PyTorch: 19.3 against 14.7' },
    { what: 'adversarial: above bicubic', measured: 'gain sharp', atLeast: 2.5, baseline: ['PyTorch', 4], unit: ' dB', mnist: true, why: 'PyTorch: 18.7 against 14.7' },
    { what: 'adversarial: gradient energy', measured: 'up.energy', baseline: ['true images', 'up.energyTrue'] },
    { what: 'by that with squared error', measured: 'sharper', atLeast: 1.25, baseline: ['PyTorch', 1.56], mnist: true, why: 'PyTorch: 48.5 against 31' },
  ],
}
