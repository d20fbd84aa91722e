// Calls an executor with grpc-js: a result, a script's error, and a refusal.
//
//     node execute.mjs 127.0.0.1:50051      needs @grpc/grpc-js and @grpc/proto-loader
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

// In a project of your own: import grpc from '@grpc/grpc-js'
const require = createRequire(new URL('../../tests/clients/node/client.mjs', import.meta.url))
const grpc = require('@grpc/grpc-js')
const { loadSync } = require('@grpc/proto-loader')

const path = (name) => fileURLToPath(new URL(`../../${name}`, import.meta.url))
const definition = loadSync('executor/v1/executor.proto', { includeDirs: [path('protos')], keepCase: true, oneofs: true, enums: String })
const { ExecutorService } = grpc.loadPackageDefinition(definition).executor.v1
// With TLS: grpc.credentials.createSsl(ca). grpc-js ignores healthCheckConfig; the retry policy does for a restart.
const stub = new ExecutorService(process.argv[2], grpc.credentials.createInsecure(), {
  'grpc.service_config': readFileSync(path('deploy/service-config.json'), 'utf8'),
})
const execute = promisify(stub.Execute.bind(stub))

async function call(code, value) {
  try {
    const request = { code, input_json: JSON.stringify(value), timeout: { seconds: 2 } }
    // Longer than the script's own limit: it may have to wait for an isolate.
    const response = await execute(request, { deadline: Date.now() + 10_000 })
    // It ran: it failed, or has a result.
    if (response.outcome === 'error') return `failed: ${response.error.kind}: ${response.error.message}`
    return `result: ${response.result_json}`
  } catch (error) {
    // The service could not run it.
    return `refused: ${grpc.status[error.code]}`
  }
}

console.log(await call('return input.a + input.b', { a: 1, b: 2 }))
console.log(await call("throw new Error('no')", null))
console.log(await call('', null))
stub.close()
