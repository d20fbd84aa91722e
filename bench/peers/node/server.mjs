// Execute behind @grpc/grpc-js, in as many processes as there are cores, which share one port (node:cluster).
//
//   node server.mjs PEER NODE_MODULES MODULES
//
// PEER is a file of this folder without .mjs and, after a colon, its mode: `isolated:fresh`. NODE_MODULES has the
// packages of package.json, MODULES the seven modules as files. Prints the port when all processes listen.

import cluster from 'node:cluster';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROTOS = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'protos');
// Milliseconds that a script may take; the executor's own default.
const TIMEOUT = 5000;

function definition(load) {
  const loader = load('@grpc/proto-loader');
  const options = { keepCase: true, includeDirs: [PROTOS] };
  const grpc = load('@grpc/grpc-js');
  return grpc.loadPackageDefinition(loader.loadSync('executor/v1/executor.proto', options)).executor.v1.ExecutorService;
}

async function serve(peer, packages, modules) {
  const [file, mode] = peer.split(':');
  const load = createRequire(join(packages, '/'));
  const grpc = load('@grpc/grpc-js');
  const { createRunner } = await import(`./${file}.mjs`);
  const run = await createRunner({ mode, load, modules, timeout: TIMEOUT });

  const server = new grpc.Server();
  server.addService(definition(load).service, {
    // `run` gives the result's JSON, or throws what the script threw.
    Execute({ request }, respond) {
      run(request.code ?? '', request.input_json || 'null').then(
        (result_json) => respond(null, { execution_id: request.execution_id, result_json }),
        ({ name, message }) => respond(null, { execution_id: request.execution_id, error: { name, message } }),
      );
    },
  });
  // Port 0: node:cluster gives all processes the same one.
  server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    process.send(port);
  });
}

if (cluster.isPrimary) {
  const processes = availableParallelism();
  let listening = 0;
  cluster.on('message', (_worker, port) => {
    listening += 1;
    if (listening === processes) console.log(port);
  });
  // A worker's end is the peer's: a bench wants to know.
  cluster.on('exit', () => process.exit(1));
  for (let n = 0; n < processes; n++) cluster.fork();
} else {
  await serve(...process.argv.slice(2));
}
