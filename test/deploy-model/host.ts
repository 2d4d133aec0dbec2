import { afterEach, beforeEach } from 'vitest'
import { githubWorld, localWorld, type World } from '../registry/world.ts'
import { endServer, freePort, production, register } from './serving.ts'

/** Where models are deployed from, for `describe.each`. */
export const hosts: readonly (readonly [where: string, open: () => Promise<World>])[] = [
  ['on a laptop', localWorld],
  ['on GitHub', githubWorld],
]

/** Gives each test around it a registry of its own, and a port to serve at. */
export function newHost<W extends World>(open: () => Promise<W>) {
  let world: W
  let port: number
  beforeEach(async () => {
    world = await open()
    port = await freePort()
  })
  afterEach(async () => {
    endServer(world, port)
    await world.close()
  })
  return {
    get world() {
      return world
    },
    get port() {
      return port
    },
    /** registers a model that behaves as `weights` says, and deploys it */
    deploy: async (weights: string, label = weights, changes = {}) =>
      (await register(world, weights, label)).launch(
        'deploy-model',
        {},
        { config: production(port, changes) },
      ),
    /** the version that serves, as the registry knows it */
    live: async () => (await world.registry.aliases('churn')).production,
    /** what GitHub was told of deployments; nothing on a laptop */
    states: () =>
      [...(world.fixture?.github.state.deployments.values() ?? [])].map(({ task, statuses }) => [
        task,
        statuses.at(-1)?.state,
      ]),
  }
}
