/**
 * What runs in a page: heads of columns become buttons that sort, searches and choices hide rows, and what is folded
 * opens for the printer. It makes no text of its own from a record, and nothing is lost where it does not run.
 */
export const pageScript = `
for (const box of document.querySelectorAll('.sortable')) {
  const body = box.querySelector('tbody')
  const heads = [...box.querySelectorAll('thead th')]
  const keyOf = (row, i) => {
    const cell = row.cells[i]
    return 'key' in cell.dataset ? Number(cell.dataset.key) : cell.textContent.trim()
  }
  const compare = (a, b) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en', { numeric: true })
  heads.forEach((head, i) => {
    if ('picture' in head.dataset) return
    const button = document.createElement('button')
    button.type = 'button'
    button.append(...head.childNodes)
    head.append(button)
    button.addEventListener('click', () => {
      const down = head.getAttribute('aria-sort') === 'ascending'
      for (const other of heads) other.removeAttribute('aria-sort')
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending')
      const rows = [...body.rows].map((row) => [keyOf(row, i), row])
      rows.sort(([a], [b]) => (down ? compare(b, a) : compare(a, b)))
      body.append(...rows.map(([, row]) => row))
    })
  })
  const controls = box.querySelector('.controls')
  if (!controls) continue
  controls.hidden = false
  const search = controls.querySelector('input')
  const choice = controls.querySelector('select')
  const said = controls.querySelector('output')
  const all = body.rows.length
  const filter = () => {
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean)
    const kind = choice ? choice.value : ''
    let shown = 0
    for (const row of body.rows) {
      const text = row.textContent.toLowerCase()
      row.hidden = (kind !== '' && row.dataset.kind !== kind) || !words.every((word) => text.includes(word))
      if (!row.hidden) shown++
    }
    said.textContent = shown === all ? all + ' rows' : shown + ' of ' + all + ' rows'
  }
  search.addEventListener('input', filter)
  if (choice) choice.addEventListener('change', filter)
}
addEventListener('beforeprint', () => {
  for (const folded of document.querySelectorAll('details:not([open])')) {
    folded.open = true
    folded.dataset.folded = ''
  }
})
addEventListener('afterprint', () => {
  for (const folded of document.querySelectorAll('details[data-folded]')) {
    folded.open = false
    delete folded.dataset.folded
  }
})
`
