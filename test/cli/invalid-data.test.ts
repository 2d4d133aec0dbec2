import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { withCommand, workplace } from './command.ts'
import { type StagesHere, stagesHere } from './stages-here.ts'

withCommand()

const header = 'id,age,churned\n'
const bad = { 'data/train.csv': `${header}1,-5,0\n2,30,1\n` }
const mended = { 'data/train.csv': `${header}1,25,0\n2,30,1\n` }

describe('data that data-validate of this run found invalid', () => {
  let place: StagesHere
  beforeEach(async () => {
    place = stagesHere(await workplace())
    await place.commit(bad)
  })
  afterEach(() => place.remove())

  test('is to be looked at in a folder that the command names, from where it was called', async () => {
    const { said } = await place.shell('modelassay data-validate')
    const [, folder = '', files = ''] = /Kept in (\S+): (.*)/.exec(said) ?? []
    expect(files.split(', ')).toEqual(
      expect.arrayContaining(['record.json', 'data.html', 'rejected-train.csv']),
    )
    expect(await place.read(`${folder}/data.html`)).toContain('below 0')
  })

  test('is not trained on, though nobody looked at the exit code', async () => {
    const { code, said } = await place.shell('modelassay data-validate; modelassay train')
    expect(code).toBe(2)
    expect(said).not.toContain('training on three rows')
    expect(said).toContain('data-validate of this run found the data invalid: ')
    expect(said).toContain('Next: Mend the data and run data-validate again, or set data.fail_on: never.')
    const [record] = await place.records('train')
    expect(record).toMatchObject({ verdict: 'error', passes: false, error: { code: 'data-invalid' } })
  })

  test('lets no model through the gate that was trained before anybody validated', async () => {
    await place.modelassay(['train'])
    await place.modelassay(['data-validate'])
    const gate = await place.json(['evaluate-gate'])
    expect(gate.ran.code).toBe(2)
    expect(gate.record).toMatchObject({ passes: false, error: { code: 'data-invalid' } })
    expect(gate.ran.stderr).not.toContain('✓')
  })

  test('lets no model be registered that passed the gate before anybody validated', async () => {
    expect((await place.all('train', 'evaluate-gate')).code).toBe(0)
    await place.modelassay(['data-validate'])
    const { ran, record } = await place.json(['register-model'])
    expect(ran.code).toBe(2)
    expect(record).toMatchObject({ passes: false, error: { code: 'data-invalid' } })
  })

  test('is forgotten once newer data are valid', async () => {
    await place.modelassay(['data-validate'])
    await place.write(mended)
    const { code } = await place.all('data-validate', 'train', 'evaluate-gate')
    expect(code).toBe(0)
  })

  test('is told to be of an earlier state where its files were written since, with the command that looks again', async () => {
    await place.write({ 'data/test.csv': `${header}4,25,0\n` })
    const { said: first } = await place.shell('modelassay data-validate; modelassay train')
    expect(first).not.toContain('earlier state')
    await place.write(mended)
    const { code, said } = await place.shell('modelassay train')
    expect(code).toBe(2)
    expect(said).toMatch(
      /data-validate of this run found the data invalid: .*[^.]\. That was an earlier state: data\/train\.csv has been written since\./,
    )
    expect(said).toContain('Next: Run `modelassay data-validate` again: it looks at what is there now.')
    expect((await place.all('data-validate', 'train')).code).toBe(0)
  })

  test.each([
    ['the option', ['--fail-on', 'never'], ''],
    ['the configuration', [], 'never'],
  ])('is trained on where %s says that it never blocks', async (_, options, configured) => {
    if (configured)
      await place.commit({
        'modelassay.yml': (await place.read('modelassay.yml')).replace(
          'data:\n',
          'data:\n  fail_on: never\n',
        ),
      })
    const validated = await place.json(['data-validate', ...options])
    expect(validated).toMatchObject({ ran: { code: 0 }, record: { verdict: 'invalid', fail_on: 'never' } })
    expect((await place.all('train', 'evaluate-gate')).code).toBe(0)
  })
})

test('tables that data-validate of this run could not read are not trained on either', async () => {
  const place = stagesHere(await workplace())
  const { code, said } = await place.shell('modelassay data-validate --data nowhere.csv; modelassay train')
  expect(code).toBe(2)
  expect(said).toContain('data-validate of this run ended with an error: ')
  await place.remove()
})
