"""Node's built-in modules as a script meets them: what the comparison with Node cannot show."""

import json

import pytest
from builtins_of_node import REFUSED, THERE
from harness import ROOT

from executor.v1 import executor_pb2 as pb


def test_module_without_anything_behind_it_says_why_and_what_instead(server):
    code = """
      return input.map((name) => {
        const thrown = [name, `node:${name.replace('node:', '')}`].map((id) => {
          try { return typeof require(id) } catch (e) { return [e instanceof Error, e.name, e.code, e.message] }
        });
        return [name, ...thrown];
      });
    """
    for name, bare, prefixed in server.result(code, list(REFUSED)):
        is_error, kind, error_code, message = bare
        assert (is_error, kind, error_code) == (True, "Error", "MODULE_NOT_FOUND"), name
        plain = name.removeprefix("node:")
        assert message.startswith(f"The built-in module '{plain}' is not available here: "), message
        assert REFUSED[name] in message
        assert prefixed == bare


def test_block_that_only_tries_a_module_goes_on_without_it(server):
    code = (
        "let fs; try { fs = require('fs') } catch { fs = null } return [fs, require('path').join('a', 'b')]"
    )
    assert server.result(code) == [None, "a/b"]


def test_refusal_that_nobody_catches_names_the_line(server):
    error = server.error("const a = 1;\nconst fs = require('fs');\nreturn fs.readFileSync('/etc/passwd')")
    assert error.kind == pb.ERROR_KIND_THROWN
    assert error.line == 2
    assert "script.js:2" in error.stack
    assert "executor:runtime" not in error.stack


def test_names_that_are_built_in_only_with_their_prefix_are_packages_without_it(server):
    code = """
      return input.map((id) => { try { return typeof require(id) } catch (e) { return [e.code, e.message.slice(0, 40)] } });
    """
    test, unknown, empty, twice = server.result(code, ["test", "node:lodash", "node:", "node:node:util"])
    assert test == ["MODULE_NOT_FOUND", "Cannot find module 'test'. Available her"]
    assert unknown == ["ERR_UNKNOWN_BUILTIN_MODULE", "No such built-in module: node:lodash"]
    assert empty[0] == twice[0] == "ERR_UNKNOWN_BUILTIN_MODULE"


def test_every_module_that_is_there_is_one_object_under_both_names(server):
    code = "return input.map((n) => [typeof require(n), require(n) === require('node:' + n), require.resolve(n) === n])"
    for name, (kind, same, resolves) in zip(THERE, server.result(code, THERE), strict=True):
        assert kind in {"object", "function"}, name
        assert (same, resolves) == (True, True), name


def test_process_and_os_tell_constants_and_nothing_of_the_host(start):
    code = """
      const os = require('os');
      const told = {};
      for (const [name, value] of Object.entries(os)) {
        if (typeof value === 'function' && !name.startsWith('set')) told[name] = value();
      }
      const { pid, ppid, argv, execPath, env, title, versions, release, config, features } = process;
      return { told, process: { pid, ppid, argv, execPath, env, title, versions, release, config, features,
        cwd: process.cwd(), memory: process.memoryUsage(), uid: process.getuid(), umask: process.umask() } };
    """
    first = start("--isolates=1", environment={"HOSTNAME": "somewhere", "USER": "somebody"})
    second = start("--isolates=2", environment={"TMPDIR": "/tmp", "HOME": "/"})
    told = [server.serving().result(code) for server in (first, second)]
    assert told[0] == told[1]
    assert told[0]["told"]["hostname"] == "localhost"
    assert told[0]["told"]["networkInterfaces"]["lo"][0]["address"] == "127.0.0.1"
    of_process = told[0]["process"]
    assert (of_process["pid"], of_process["cwd"], of_process["env"]) == (1, "/", {})
    assert of_process["argv"] == ["node", "script.js"]
    assert str(ROOT) not in json.dumps(told)


def test_environment_of_one_execution_is_not_that_of_the_next(server):
    assert server.result("process.env.TOKEN = 'x'; return Object.keys(process.env)") == ["TOKEN"]
    assert server.result("return Object.keys(process.env)") == []


@pytest.mark.parametrize("name", ["exit", "abort", "kill", "setuid", "setgid"])
def test_process_refuses_what_ends_or_moves_a_process(server, name):
    message = server.result(f"try {{ process.{name}(1) }} catch (e) {{ return e.message }}")
    assert message.startswith(f"process.{name}() is not available: ")


def test_process_takes_an_error_that_nothing_caught_to_the_callback_that_was_set(server):
    code = """
      const caught = new Promise((resolve) => process.setUncaughtExceptionCaptureCallback((e) => resolve(e.message)));
      setTimeout(() => { throw new Error('late'); }, 1);
      return await caught;
    """
    assert server.result(code) == "late"


def test_exit_listeners_run_when_nothing_is_left_that_could_happen(server):
    code = """
      process.on('beforeExit', () => console.log('before'));
      process.on('exit', (code) => { console.log('exit', code); setTimeout(() => console.log('never'), 1); });
      await new Promise(() => {});
    """
    response = server.execute(code)
    assert response.error.name == "UnsettledPromise"
    assert [message.text for message in response.console_messages] == ["before", "exit 0"]


def test_uptime_and_hrtime_count_from_the_job_and_go_forward(server):
    code = """
      const [before, start] = [process.uptime(), process.hrtime.bigint()];
      await new Promise((resolve) => setTimeout(resolve, 5));
      return [before < 30, process.uptime() - before >= 0.004, Number(process.hrtime.bigint() - start) >= 4e6,
              process.cpuUsage().user >= 0];
    """
    assert server.result(code) == [True, True, True, True]


def test_writes_to_the_streams_of_process_are_console_messages(server):
    response = server.execute("process.stdout.write('a %s\\n'); process.stderr.write('b'); console.log('c')")
    messages = [(pb.ConsoleLevel.Name(message.level), message.text) for message in response.console_messages]
    assert messages == [
        ("CONSOLE_LEVEL_LOG", "a %s"),
        ("CONSOLE_LEVEL_ERROR", "b"),
        ("CONSOLE_LEVEL_LOG", "c"),
    ]


def test_errors_of_the_library_carry_codes_and_show_them_in_stacks(server):
    code = """
      const stacks = [];
      for (const attempt of [() => Buffer.from(5), () => Buffer.alloc(1).readInt32LE(), () => require('path').join(5),
                             () => require('assert').equal(1, 2), () => require('fs')]) {
        try { attempt() } catch (e) { stacks.push([e.name, e.code, e.stack.split('\\n')[0], /script\\.js:\\d/.test(e.stack)]) }
      }
      return stacks;
    """
    assert server.result(code)[:4] == [
        [
            "TypeError",
            "ERR_INVALID_ARG_TYPE",
            server.result(
                "try { Buffer.from(5) } catch (e) { return `TypeError [ERR_INVALID_ARG_TYPE]: ${e.message}` }"
            ),
            True,
        ],
        [
            "RangeError",
            "ERR_BUFFER_OUT_OF_BOUNDS",
            "RangeError [ERR_BUFFER_OUT_OF_BOUNDS]: Attempt to access memory outside buffer bounds",
            True,
        ],
        [
            "TypeError",
            "ERR_INVALID_ARG_TYPE",
            'TypeError [ERR_INVALID_ARG_TYPE]: The "path" argument must be of type string. Received type number (5)',
            True,
        ],
        ["AssertionError", "ERR_ASSERTION", "AssertionError [ERR_ASSERTION]: 1 == 2", True],
    ]


def test_failed_assertion_ends_the_run_as_any_error_does(server):
    error = server.error("const assert = require('assert');\n\nassert.strictEqual(input, 5)", 4)
    assert (error.kind, error.name) == (pb.ERROR_KIND_THROWN, "AssertionError")
    assert error.message == "Expected values to be strictly equal:\n\n4 !== 5\n"
    assert error.line == 3


def test_a_tampered_library_breaks_the_script_and_nothing_else(server):
    code = """
      const util = require('util');
      util.inspect = util.format = Buffer.from = require('events').prototype.emit = () => { throw new Error('tampered') };
      process.nextTick = process.emitWarning = process.emit = undefined;
      require('stream').Readable.prototype.read = 5;
      console.log({ still: [1] });
      return 'fine';
    """
    response = server.execute(code)
    assert response.result_json == '"fine"'
    assert [m.text for m in response.console_messages] == ["{ still: [ 1 ] }"]
    assert server.result("return require('util').format('%s', Buffer.from('a'))") == "a"


def test_classes_print_as_classes_though_their_source_is_gone(server):
    code = """
        const { inspect } = require('node:util');
        class Own extends Map {}
        return [
            URL, require('axios').AxiosHeaders, Own, class {},
            Map, Intl.Collator, Object.getPrototypeOf(Uint8Array), Date, Buffer, require('lodash').map,
        ].map((value) => inspect(value, { depth: 0 }).split(' {')[0]);
    """
    assert server.result(code) == [
        "[class URL]",
        "[class AxiosHeaders]",
        "[class Own extends Map]",
        "[class (anonymous)]",
        "[Function: Map]",
        "[Function: Collator]",
        "[Function: TypedArray]",
        "[Function: Date]",
        "[Function: Buffer]",
        "[Function: map]",
    ]
