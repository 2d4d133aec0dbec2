import * as core from '@actions/core'
import { jobRoom } from '../job.ts'

const { python } = await jobRoom()
if (python === undefined) core.setFailed('the world has no Python')
else core.addPath(python)
