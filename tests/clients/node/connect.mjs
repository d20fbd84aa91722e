// Calls Execute once by the HTTP door: a caller that uses connect-es, by Connect or by gRPC-Web.
//
//     node connect.mjs URL PROTOCOL FORMAT REQUEST     connect or grpc-web; json or binary; {"code": …} as JSON
//     {"resultJson":"2"}                         or {"code":"InvalidArgument","message":"…","reason":"EMPTY_CODE"}
import { readFileSync } from 'node:fs'

import { createFileRegistry, fromBinary } from '@bufbuild/protobuf'
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt'
import { Code, ConnectError, createClient } from '@connectrpc/connect'
import { createConnectTransport, createGrpcWebTransport } from '@connectrpc/connect-node'

const [baseUrl, protocol, format, request] = process.argv.slice(2)
const image = readFileSync(new URL('../../../protos/executor.binpb', import.meta.url))
const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, image))
const createTransport = protocol === 'connect' ? createConnectTransport : createGrpcWebTransport
const transport = createTransport({ baseUrl, httpVersion: '1.1', useBinaryFormat: format === 'binary' })
const client = createClient(registry.getService('executor.v1.ExecutorService'), transport)

try {
  const { outcome } = await client.execute(JSON.parse(request))
  console.log(JSON.stringify({ [outcome.case]: outcome.value }))
} catch (error) {
  const { code, message, details } = ConnectError.from(error)
  console.log(JSON.stringify({ code: Code[code], message, reason: details[0]?.debug?.reason }))
}
