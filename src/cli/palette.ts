import { coloured, type Shown } from '../report/terminal/colours.ts'
import type { Palette } from '../report/terminal/palette.ts'

const paint = (open: number, close: number) => (text: string) => `\u001b[${open}m${text}\u001b[${close}m`
const plain = (text: string) => text

const colours: Palette = {
  good: paint(32, 39),
  bad: paint(31, 39),
  unsure: paint(33, 39),
  strong: paint(1, 22),
  faint: paint(2, 22),
}

const noColours: Palette = { good: plain, bad: plain, unsure: plain, strong: plain, faint: plain }

/** Colours where they are wanted, and none elsewhere. */
export const paletteFor = (stream: Shown, env: Readonly<Record<string, string | undefined>>): Palette =>
  coloured(stream, env) ? colours : noColours
