// Talks with a script by grpc-js: it calls a function of ours, and what it prints comes as it is printed.
//
// In an empty directory, with CHECKOUT for the executor's repository and Node 20 or later:
//
// $ cp "$CHECKOUT"/docs/clients/node/* "$CHECKOUT"/protos/executor/v1/executor.proto "$CHECKOUT"/deploy/service-config.json .
// $ npm install --ignore-scripts
// $ node converse.mjs 127.0.0.1:50051
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import grpc from '@grpc/grpc-js'
import { loadSync } from '@grpc/proto-loader'

const beside = (name) => fileURLToPath(new URL(name, import.meta.url))
const definition = loadSync(beside('executor.proto'), { keepCase: true, oneofs: true, enums: String })
const { ExecutorService } = grpc.loadPackageDefinition(definition).executor.v1
// With TLS: grpc.credentials.createSsl(ca).
const stub = new ExecutorService(process.argv[2], grpc.credentials.createInsecure(), {
  'grpc.service_config': readFileSync(beside('service-config.json'), 'utf8'),
})
// Whose share of the server the calls take, where no token says that.
const caller = new grpc.Metadata()
caller.set('x-caller', 'example')

const code = `
const row = await host.lookup({ id: input.id });
console.log('found', row.name);
return row.name.length;
`
const rows = { 7: { name: 'Ada' } }
const functions = {
  lookup({ id }) {
    if (id in rows) return rows[id]
    throw Object.assign(new Error(`no row ${id}`), { name: 'NotFoundError' })
  },
}

async function answer({ call_id, name, arguments_json }) {
  try {
    const value = await functions[name](...JSON.parse(arguments_json))
    return { call_id, result_json: JSON.stringify(value) ?? '' }
  } catch ({ name, message }) {
    return { call_id, error: { name, message } }
  }
}

function converse(value) {
  // Longer than the script's own limit: it may have to wait for an isolate.
  const call = stub.Converse(caller, { deadline: Date.now() + 10_000 })
  const request = { code, input_json: JSON.stringify(value), timeout: { seconds: 2 } }
  call.write({ start: { request, functions: Object.keys(functions) } })
  return new Promise((resolve, reject) => {
    let outcome = 'no response'
    call.on('data', async ({ event, console_message, call: called, response }) => {
      if (event === 'console_message') console.log(`printed: ${console_message.text}`)
      else if (event === 'call') call.write({ answer: await answer(called) })
      else if (response.outcome === 'error') outcome = `failed: ${response.error.name}: ${response.error.message}`
      else outcome = `result: ${response.result_json}`
    })
    call.on('end', () => { call.end(); resolve(outcome) })
    call.on('error', reject)
  })
}

console.log(await converse({ id: 7 }))
console.log(await converse({ id: 8 }))
stub.close()
