import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { askOracle, oraclePython } from '../../oracles/venv.ts'
import { answersFile, questions, questionsDigest } from './kept-answers.ts'

/** Asks frictionless about all tables, and keeps what it says. */
const found = askOracle(oraclePython('frictionless-requirements.txt'), 'validate_frictionless.py', questions)
mkdirSync(dirname(answersFile), { recursive: true })
writeFileSync(answersFile, `${JSON.stringify({ asked: questionsDigest, found }, null, 1)}\n`)
