// Calls an executor with grpc-js: a result, a script's error, a refusal, and a program.
//
// In an empty directory, with CHECKOUT for the executor's repository and Node 20 or later:
//
// $ cp "$CHECKOUT"/docs/clients/node/* "$CHECKOUT"/protos/executor/v1/executor.proto "$CHECKOUT"/deploy/service-config.json .
// $ npm install --ignore-scripts
// $ node execute.mjs 127.0.0.1:50051
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import grpc from '@grpc/grpc-js'
import { loadSync } from '@grpc/proto-loader'

const beside = (name) => fileURLToPath(new URL(name, import.meta.url))
const definition = loadSync(beside('executor.proto'), { keepCase: true, oneofs: true, enums: String })
const { ExecutorService } = grpc.loadPackageDefinition(definition).executor.v1
// With TLS: grpc.credentials.createSsl(ca). grpc-js ignores healthCheckConfig; the retry policy does for a restart.
const stub = new ExecutorService(process.argv[2], grpc.credentials.createInsecure(), {
  'grpc.service_config': readFileSync(beside('service-config.json'), 'utf8'),
})
const execute = promisify(stub.Execute.bind(stub))
const prepare = promisify(stub.PrepareProgram.bind(stub))
// Whose share of the server the calls take, where no token says that.
const caller = new grpc.Metadata()
caller.set('x-caller', 'example')

// Longer than the script's own limit: it may have to wait for an isolate.
const soon = () => ({ deadline: Date.now() + 10_000 })

async function call(code, value, { isProgram = false } = {}) {
  try {
    const what = isProgram ? { program: createHash('sha256').update(code).digest('hex') } : { code }
    const request = { ...what, input_json: JSON.stringify(value), timeout: { seconds: 2 } }
    const response = await execute(request, caller, soon())
    // It ran: it failed, or has a result.
    if (response.outcome === 'error') return `failed: ${response.error.kind}: ${response.error.message}`
    return `result: ${response.result_json}`
  } catch (error) {
    if (isProgram && error.code === grpc.status.FAILED_PRECONDITION) {
      // The server has no such program (any more). It compiles it for the calls to come; this one goes with its code.
      await prepare({ code }, caller, soon())
      return call(code, value)
    }
    // The service could not run it.
    return `refused: ${grpc.status[error.code]}`
  }
}

console.log(await call('return input.a + input.b', { a: 1, b: 2 }))
console.log(await call("throw new Error('no')", null))
console.log(await call('', null))
// Code that is called often: its hash is enough.
console.log(await call('return input.a * input.b // Node', { a: 1, b: 2 }, { isProgram: true }))
stub.close()
