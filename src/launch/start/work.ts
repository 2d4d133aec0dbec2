import { compiledOf } from '../compiled.ts'
import { loadSuite } from './load-suite.ts'

// dist/work.js: the second step of each stage's action.

void loadSuite(import.meta.dirname, () => compiledOf(process.env)).suite.work()
