import { csvCase, type ParityCase } from './parity-case.ts'

const integer = (name: string) => ({ name, type: 'integer' })
const text = (name: string) => ({ name, type: 'string' })

/** Keys within a table, into itself and into another one. */
export function keyCases(): ParityCase[] {
  const stores = {
    schema: { fields: [integer('id'), text('city')] },
    text: 'id,city\n1,Ulm\n2,Bonn\n3,Ulm\n',
  }
  const toStores = { fields: ['store'], reference: { resource: 'stores', fields: ['id'] } }
  const manager = { fields: ['manager'], reference: { resource: '', fields: ['id'] } }
  const place = { fields: ['store', 'city'], reference: { resource: 'stores', fields: ['id', 'city'] } }
  const employees = [integer('id'), integer('manager')]
  const sales = [integer('n'), integer('store')]
  return [
    csvCase('primary key, kept', { fields: sales, primaryKey: ['n'] }, ['n,store', '1,1', '2,1']),
    csvCase('primary key, repeated', { fields: sales, primaryKey: ['n'] }, [
      'n,store',
      '1,1',
      '2,1',
      '1,2',
      '1,3',
    ]),
    csvCase('primary key, missing', { fields: sales, primaryKey: ['n'] }, ['n,store', ',1', '2,1', ',2']),
    csvCase('primary key, by value', { fields: sales, primaryKey: ['n'] }, [
      'n,store',
      '1,1',
      '01,1',
      '+1,1',
    ]),
    csvCase('primary key of texts', { fields: [text('n'), integer('store')], primaryKey: ['n'] }, [
      'n,store',
      'a,1',
      'A,1',
      'a ,1',
      'a,1',
      'é,1',
    ]),
    csvCase(
      'primary key of numbers',
      { fields: [{ name: 'n', type: 'number' }, integer('s')], primaryKey: ['n'] },
      ['n,s', '0.1,1', '0.10,1', '1e-1,1', '0.2,1'],
    ),
    csvCase(
      'primary key of dates',
      { fields: [{ name: 'n', type: 'date' }, integer('s')], primaryKey: ['n'] },
      ['n,s', '2024-01-31,1', '2024-01-30,1', '2024-01-31,1'],
    ),
    csvCase('primary key of two columns', { fields: sales, primaryKey: ['n', 'store'] }, [
      'n,store',
      '1,1',
      '1,2',
      '2,1',
      '1,2',
      '2,2',
      '1,1',
    ]),
    csvCase('primary key of two columns, kept', { fields: sales, primaryKey: ['store', 'n'] }, [
      'n,store',
      '1,11',
      '11,1',
      '2,1',
    ]),
    csvCase(
      'primary key and a constraint',
      {
        fields: [integer('n'), { ...integer('store'), constraints: { minimum: 2, unique: true } }],
        primaryKey: ['n'],
      },
      ['n,store', '1,1', '1,2', '3,2', '3,1'],
    ),
    csvCase('foreign key, kept', { fields: sales, foreignKeys: [toStores] }, ['n,store', '1,1', '2,3'], {
      stores,
    }),
    csvCase(
      'foreign key, broken',
      { fields: sales, foreignKeys: [toStores] },
      ['n,store', '1,1', '2,4', '3,', '4,-1', '5,02'],
      { stores },
    ),
    csvCase(
      'foreign key, of the wrong type',
      { fields: sales, foreignKeys: [toStores] },
      ['n,store', '1,x', '2,9'],
      {
        stores,
      },
    ),
    csvCase(
      'foreign key of two columns',
      { fields: [...sales, text('city')], foreignKeys: [place] },
      ['n,store,city', '1,1,Ulm', '2,1,Bonn', '3,2,Bonn', '4,,', '5,4,Ulm'],
      { stores },
    ),
    csvCase(
      'foreign keys, two of them',
      { fields: [...sales, text('city')], foreignKeys: [toStores, place] },
      ['n,store,city', '1,1,Ulm', '2,1,Bonn', '3,7,Bonn'],
      { stores },
    ),
    csvCase('foreign key into itself', { fields: employees, foreignKeys: [manager] }, [
      'id,manager',
      '1,',
      '2,1',
      '3,9',
      '4,3',
      '5,6',
      '6,5',
    ]),
    csvCase(
      'foreign key into itself, with a primary key',
      {
        fields: employees,
        primaryKey: ['id'],
        foreignKeys: [manager],
      },
      ['id,manager', '1,', '2,1', '2,7', '4,2'],
    ),
  ]
}
