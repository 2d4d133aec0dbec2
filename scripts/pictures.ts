// Takes the pictures of docs/pictures/ from a run of examples/penguins: node scripts/pictures.ts
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { commentMarkdown } from '../src/report/gate/comment-markdown.ts'
import { gateLinks } from '../src/report/gate/gate-links.ts'
import { startBrowser } from '../test/browser/chromium.ts'
import { commentPage } from './pictures/comment-page.ts'
import { blockedExample } from './pictures/example-run.ts'

const into = join(import.meta.dirname, '..', 'docs', 'pictures')
const site = 'https://github.com/acme/penguins'

const { record, report, remove } = await blockedExample()
const folder = await mkdtemp(join(tmpdir(), 'modelassay-pages-'))
const browser = await startBrowser()
try {
  const base = record.comparisons?.find(({ baseline }) => baseline?.name === 'base')?.baseline?.sha
  // What a laptop cannot know: the pull request and the run that its workflow would be.
  const onGitHub = {
    ...record,
    run: {
      ...record.run,
      id: '4711',
      event: 'pull_request',
      repository: 'acme/penguins',
      workflow: '.github/workflows/model.yml',
      pull_request: 7,
    },
    ...(record.policy && { policy: { ...record.policy, protected: true, ...(base && { sha: base }) } }),
  }
  const links = gateLinks(onGitHub, site, `${site}/actions/runs/4711/artifacts/1`)
  const comment = await commentPage(commentMarkdown([{ record: onGitHub, links }], 65_000))
  const pages = [
    { name: 'comment', html: comment, width: 1000, height: 900, scheme: 'light', whole: true },
    { name: 'comment-dark', html: comment, width: 1000, height: 900, scheme: 'dark', whole: true },
    { name: 'report', html: report, width: 1100, height: 1060, scheme: 'light', whole: false },
    { name: 'report-dark', html: report, width: 1100, height: 1060, scheme: 'dark', whole: false },
    { name: 'report-phone', html: report, width: 390, height: 844, scheme: 'light', whole: false },
  ] as const
  await mkdir(into, { recursive: true })
  for (const { name, html, width, height, scheme, whole } of pages) {
    const file = join(folder, `${name}.html`)
    await writeFile(file, html)
    const page = await browser.newPage({ colorScheme: scheme, viewport: { width, height } })
    await page.goto(pathToFileURL(file).href)
    if (whole) await page.locator('article').screenshot({ path: join(into, `${name}.png`) })
    else await page.screenshot({ path: join(into, `${name}.png`) })
    await page.close()
  }
  const chart = await browser.newPage({ colorScheme: 'light', viewport: { width: 1100, height: 900 } })
  await chart.goto(pathToFileURL(join(folder, 'report.html')).href)
  // It follows the reader, and would lie over what the picture is of.
  await chart.locator('nav').evaluate((nav) => (nav as unknown as { remove(): void }).remove())
  for (const part of ['curves', 'confusion', 'data', 'lineage'])
    await chart.locator(`#${part}`).screenshot({ path: join(into, `report-${part}.png`) })
} finally {
  await browser.close()
  for (const gone of [remove(), rm(folder, { recursive: true, force: true })]) await gone
}
