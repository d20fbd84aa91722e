#!/bin/sh
# Calls an executor with curl, by its HTTP door (serve --http-listen=127.0.0.1:8090): a result, a script's error, a refusal,
# and a program.
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
post() {
    curl --silent --show-error --data @- --header 'content-type: application/json' \
        --header 'x-caller: example' --header 'connect-timeout-ms: 10000' "$service/$1"
}

call() {
    jq --null-input --arg code "$1" --arg input "$2" '{code: $code, inputJson: $input, timeout: "2s"}' | told
}

# As call, for code that is called often: its hash is enough. Where the server has no such program (any more), it compiles it for
# the calls to come, and this one goes with its code.
call_program() {
    hash=$(printf %s "$1" | sha256sum | cut -d ' ' -f 1)
    answer=$(jq --null-input --arg hash "$hash" --arg input "$2" '{program: $hash, inputJson: $input, timeout: "2s"}' | told)
    if [ "$answer" = 'refused: FAILED_PRECONDITION' ]; then
        jq --null-input --arg code "$1" '{code: $code}' | post PrepareProgram > /dev/null
        answer=$(call "$1" "$2")
    fi
    printf '%s\n' "$answer"
}

told() {
    post Execute |
        jq --raw-output '
            if .code then "refused: \(.code | ascii_upcase)"
            elif .error then "failed: \(.error.kind): \(.error.message)"
            else "result: \(.resultJson)" end'
}

call 'return input.a + input.b' '{"a": 1, "b": 2}'
call "throw new Error('no')" null
call '' null
call_program 'return input.a * input.b // curl' '{"a": 1, "b": 2}'
