#!/bin/sh
# Calls an executor with curl, by its HTTP door (serve --http-listen=127.0.0.1:8090): a result, a script's error, and a refusal.
#
# In an empty directory, with CHECKOUT for the executor's repository, and curl and jq:
#
# $ cp "$CHECKOUT"/docs/clients/curl/execute.sh .
# $ chmod +x execute.sh
# $ ./execute.sh http://127.0.0.1:8090
set -eu
service=$1/executor.v1.ExecutorService

# x-caller: whose share of the server the calls take, where no token says that. Connect-Timeout-Ms is longer than the
# script's own limit: it may have to wait for an isolate. Not --retry: it would also repeat what may have run.
call() {
    jq --null-input --arg code "$1" --arg input "$2" '{code: $code, inputJson: $input, timeout: "2s"}' |
        curl --silent --show-error --data @- --header 'content-type: application/json' \
            --header 'x-caller: example' --header 'connect-timeout-ms: 10000' "$service/Execute" |
        jq --raw-output '
            if .code then "refused: \(.code | ascii_upcase)"
            elif .error then "failed: \(.error.kind): \(.error.message)"
            else "result: \(.resultJson)" end'
}

call 'return input.a + input.b' '{"a": 1, "b": 2}'
call "throw new Error('no')" null
call '' null
