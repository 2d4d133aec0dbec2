import type { Tone } from '../gate/zone-words.ts'
import { Markup, markup } from './markup.ts'

const shapes: Readonly<Record<Tone, string>> = {
  good: '<circle cx="8" cy="8" r="7"/><path d="M4.8 8.3l2.2 2.2 4.2-4.6"/>',
  unsure: '<path class="body" d="M8 .9l7.1 7.1L8 15.1.9 8z"/><path d="M8 4.4v4.4M8 11.2v.3"/>',
  bad: '<rect x="1.4" y="1.4" width="13.2" height="13.2" rx="2.2"/><path d="M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2"/>',
}

const said: Readonly<Record<Tone, string>> = { good: 'good:', unsure: 'uncertain:', bad: 'bad:' }

/** A small sign with a shape of its own for each tone, so that nobody needs to see its colour. */
export const toneSign = (tone: Tone): Markup =>
  markup`<svg class="sign ${tone}" viewBox="0 0 16 16" aria-hidden="true" focusable="false">${new Markup(shapes[tone])}</svg><span class="unseen">${said[tone]} </span>`
