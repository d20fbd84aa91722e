"""axios does here what it does in Node, case by case: tests/http/axios.js against a real server."""

import json

import pytest
from http_pages import case_names, run_page

CASES = case_names("axios")


@pytest.fixture(scope="module")
def page(online, web, tmp_path_factory):
    return run_page("axios", online, web, tmp_path_factory.mktemp("axios"))


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_axios_does_as_in_node(page, case):
    node, here = page
    assert json.dumps(here[case], indent=1) == json.dumps(node[case], indent=1)


def test_the_page_of_axios_has_at_least_twenty_cases():
    assert len(CASES) >= 20


def test_without_egress_the_error_of_axios_names_the_flag(server):
    error = server.error("return require('axios').get('http://example.com/')")
    assert "--egress" in error.message
    told = server.result(
        "const e = await require('axios').get('http://example.com/').catch(e => e); return e.code"
    )
    assert told == "ERR_EGRESS_OFF"


def test_what_would_go_around_the_broker_is_refused_with_a_clear_error(online, web):
    told = online.result(
        """
        const axios = require('axios'), told = {};
        const options = {
          proxy: { proxy: { host: '127.0.0.1', port: 8080 } },
          secureProxy: { url: 'https://example.com/', proxy: { host: '127.0.0.1', port: 8080 } },
          socketPath: { socketPath: '/run/docker.sock' },
          lookup: { lookup: () => ['10.0.0.1', 4] },
          http2: { httpVersion: 2 },
        };
        for (const [name, option] of Object.entries(options)) {
          told[name] = await axios.request({ url: input, ...option }).then(() => 'sent', ({ message }) => message);
        }
        return told;
        """,
        f"{web.url}/echo",
    )
    assert set(told) == {"proxy", "secureProxy", "socketPath", "lookup", "http2"}
    for message in told.values():
        assert "is not available here: requests leave through the server's egress broker" in message


def test_agents_change_nothing(online, web):
    told = online.result(
        """
        const http = require('http'), https = require('node:https'), axios = require('axios');
        const config = { httpAgent: new http.Agent({ keepAlive: true }), httpsAgent: new https.Agent() };
        return (await axios.get(input, config)).status;
        """,
        f"{web.url}/echo",
    )
    assert told == 200
