import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dataPage } from '../../../src/report/html/data-page.ts'
import { gateReport } from '../../../src/report/html/gate/gate-report.ts'
import { startBrowser } from '../../browser/chromium.ts'
import { gateRecord } from '../gate-records.ts'
import { besides, richRecord } from './rich-record.ts'

let browser: Browser
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'modelassay-pages-'))
  browser = await startBrowser()
})
afterAll(async () => {
  await browser?.close()
  await rm(folder, { recursive: true, force: true })
})

interface Opened {
  readonly page: Page
  /** addresses that were asked for beside the page itself, what the console said, errors of the script */
  readonly noise: string[]
}

async function opened(html: string): Promise<Opened> {
  const file = join(folder, 'page.html')
  await writeFile(file, html)
  const url = pathToFileURL(file).href
  const page = await browser.newPage({ colorScheme: 'light', viewport: { width: 1200, height: 900 } })
  const noise: string[] = []
  page.on('request', (request) => void (request.url() !== url && noise.push(request.url())))
  page.on('console', (message) => void noise.push(message.text()))
  page.on('pageerror', (error) => void noise.push(error.message))
  page.on('dialog', (dialog) => void noise.push(dialog.message()))
  await page.goto(url)
  return { page, noise }
}

/** What axe finds wrong, with the places. The policy of the page lets no script in but through the debugger. */
async function faultsOf(page: Page): Promise<string[]> {
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  await page.evaluate(axe)
  const { violations } = await page.evaluate(
    'axe.run(document, { resultTypes: ["violations"] })' as unknown as () => Promise<{
      violations: { id: string; nodes: { target: unknown[]; failureSummary?: string }[] }[]
    }>,
  )
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`),
  )
}

const coloursOfBody =
  '(({ backgroundColor, color }) => [backgroundColor, color])(getComputedStyle(document.body))'

const report = () =>
  gateReport({
    record: richRecord(12),
    ...besides(),
  })

describe('the report in a browser', () => {
  it('is readable by all, light and dark, wide and on a phone, and asks for nothing', async () => {
    const { page, noise } = await opened(report())
    await page.locator('details').evaluateAll((all) => {
      for (const one of all) (one as unknown as { open: boolean }).open = true
    })
    for (const { scheme, width, colours } of [
      { scheme: 'light', width: 1200, colours: ['rgb(255, 255, 255)', 'rgb(31, 35, 40)'] },
      { scheme: 'dark', width: 390, colours: ['rgb(13, 17, 23)', 'rgb(240, 246, 252)'] },
    ] as const) {
      await page.emulateMedia({ colorScheme: scheme })
      await page.setViewportSize({ width, height: 900 })
      expect(await faultsOf(page), `${scheme}, ${width}`).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
      expect(await page.evaluate(coloursOfBody)).toEqual(colours)
      expect((await page.screenshot()).byteLength).toBeGreaterThan(20_000)
    }
    expect(noise).toEqual([])
    await page.close()
  })

  it('sorts by a column when its head is pressed, by keyboard too, and the other way round when it is pressed again', async () => {
    const { page } = await opened(report())
    const table = page.locator('#slice-table')
    const rows = async () => (await table.locator('tbody td:nth-child(3)').allTextContents()).map(Number)
    const head = table.getByRole('button', { name: 'rows' })
    await head.click()
    expect(await rows()).toEqual((await rows()).toSorted((a, b) => a - b))
    expect(await table.getByRole('columnheader', { name: 'rows' }).getAttribute('aria-sort')).toBe(
      'ascending',
    )
    await head.press('Enter')
    expect(await rows()).toEqual((await rows()).toSorted((a, b) => b - a))
    expect(await table.getByRole('columnheader', { name: 'rows' }).getAttribute('aria-sort')).toBe(
      'descending',
    )
    const names = table.getByRole('button', { name: 'slice' })
    await names.click()
    expect(await table.locator('tbody th').first().textContent()).toBe('island = Anvers')
    await page.close()
  })

  it('shows the flipped rows that are searched for, of the kind that is chosen, and says how many', async () => {
    const { page } = await opened(report())
    const table = page.locator('#flips-1')
    const shown = () => table.locator('tbody tr:visible').count()
    expect(await shown()).toBe(24)
    await table.getByRole('combobox').selectOption('newly right')
    expect(await shown()).toBe(12)
    await table.getByRole('searchbox').fill('gentoo penguin-1013')
    expect(await shown()).toBe(1)
    expect(await table.getByRole('status').textContent()).toBe('1 of 24 rows')
    await page.close()
  })

  it('runs nothing that a record says', async () => {
    const evil = `</script><img src=https://example.org/x onerror=alert(1)><script>alert(2)</script>`
    const { page, noise } = await opened(gateReport({ record: gateRecord({ name: evil, reason: evil }) }))
    expect(noise).toEqual([])
    expect(await page.title()).toContain('</script><img src=')
    expect(await page.locator('h1').textContent()).toContain(evil)
    expect(await page.locator('script').count()).toBe(1)
    await page.close()
  })

  it('prints what is folded, and no controls', async () => {
    const { page } = await opened(report())
    await page.emulateMedia({ media: 'print' })
    await page.evaluate('dispatchEvent(new Event("beforeprint"))')
    expect(await page.locator('details:not([open])').count()).toBe(0)
    expect(await page.locator('nav, .controls').filter({ visible: true }).count()).toBe(0)
    expect((await page.pdf({ format: 'A4' })).byteLength).toBeGreaterThan(20_000)
    await page.close()
  })
})

describe('the page of faulty data in a browser', () => {
  it('is readable by all, light and dark', async () => {
    const group = { code: 'constraint-error', severity: 'error' as const, table: 't', field: 'x', count: 2 }
    const { page, noise } = await opened(
      dataPage({
        stage: 'data-validate',
        name: 'birds',
        verdict: 'invalid',
        passes: false,
        reason: '2 faults',
        tables: [],
        groups: [{ ...group, message: '2 rows whose x is above 100, first at t.csv:2' }],
        errors: [{ ...group, file: 't.csv', row: 1, line: 2, value: '120', message: 'above 100' }],
        histograms: [
          {
            table: 't',
            field: 'x',
            low: 0,
            high: 130,
            counts: [4, 2],
            outside: [0, 2],
            below: 0,
            above: 0,
            maximum: 100,
          },
        ],
      }),
    )
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      expect(await faultsOf(page), colorScheme).toEqual([])
    }
    expect(noise).toEqual([])
    await page.close()
  })
})
