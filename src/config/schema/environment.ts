import * as z from 'zod'
import { command, path, seconds, shell } from './terms.ts'

export const environment = z
  .strictObject({
    target: z.enum(['command']).describe('How a version is put live: by commands of your own.'),
    up: command.describe(
      'Command that starts serving the model in `$MODELASSAY_MODEL_DIR`, and returns; what it started goes on.',
    ),
    down: command
      .optional()
      .describe('Command that stops it; where it fails, the deployment goes on. Default: none.'),
    health: z
      .url({ error: 'an address that begins with http:// or https://' })
      .describe('URL that is asked until it answers with a status of 200 to 299 and with no other version.'),
    health_timeout_seconds: seconds
      .default(60)
      .describe('Seconds after `up` that the health URL may take until the version serves.'),
    timeout_seconds: seconds.default(600).describe('Seconds that `up`, and `down`, may take each.'),
    smoke: path
      .optional()
      .describe(
        'File with recorded requests and their answers, sent once the version is healthy: JSON Lines of `{request, expect}`.',
      ),
    shell,
  })
  .describe(
    'One environment; the action deploys to the one that its input `environment` names, `production` by default.',
  )
