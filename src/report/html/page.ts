import { createHash } from 'node:crypto'
import { html } from './escape.ts'

/** What a page is made of. `body` is markup; whatever of it is a user's is escaped already. */
export interface Page {
  /** hostile text */
  readonly title: string
  readonly style: string
  /** the only one that runs; none does where it is absent */
  readonly script?: string
  /** where images come from, if there are any: the page itself */
  readonly images?: 'data:'
  readonly body: string
}

/**
 * A page by itself, as one file: it asks the web for nothing, and shows and runs nothing but the style and the script
 * that its policy names by their hashes.
 */
export function htmlPage({ title, style, script, images, body }: Page): string {
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    ...(script === undefined ? [] : [`script-src ${hashOf(script)}`]),
    ...(images === undefined ? [] : [`img-src ${images}`]),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${html(title)}</title>
<style>${style}</style>
</head>
<body>
${body}
${script === undefined ? '' : `<script>${script}</script>\n`}</body>
</html>
`
}

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
