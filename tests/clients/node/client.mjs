// Calls Execute N times over one channel and prints what became of the calls: a caller that uses what grpc-js has.
//
//     node client.mjs TARGET CONFIG N CODE       CONFIG: a file with the service config
//     {"calls":40,"ok":39,"errors":{"UNAVAILABLE: …":1}}
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import grpc from '@grpc/grpc-js'
import { loadSync } from '@grpc/proto-loader'

const DEADLINE_MS = 60_000
const [target, config, n, code] = process.argv.slice(2)

const protos = fileURLToPath(new URL('../../../protos', import.meta.url))
const definition = loadSync('executor/v1/executor.proto', { includeDirs: [protos], keepCase: true, oneofs: true })
const { ExecutorService } = grpc.loadPackageDefinition(definition).executor.v1
const stub = new ExecutorService(target, grpc.credentials.createInsecure(), {
  'grpc.service_config': readFileSync(config, 'utf8'),
})
const execute = promisify(stub.Execute.bind(stub))

const tally = { calls: 0, ok: 0, errors: {} }
while (tally.calls < Number(n)) {
  let failure = ''
  try {
    const response = await execute({ code }, { deadline: Date.now() + DEADLINE_MS })
    if (response.outcome !== 'result_json') failure = JSON.stringify(response.error)
  } catch (error) {
    failure = `${grpc.status[error.code]}: ${error.details}`
  }
  tally.calls++
  if (failure) tally.errors[failure] = (tally.errors[failure] ?? 0) + 1
  else tally.ok++
}
stub.close()
console.log(JSON.stringify(tally))
