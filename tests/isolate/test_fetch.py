"""fetch does here what it does in Node, case by case: tests/http/fetch.js against a real server."""

import json

import pytest
from http_pages import case_names, run_page

CASES = case_names("fetch")


@pytest.fixture(scope="module")
def page(online, web, tmp_path_factory):
    return run_page("fetch", online, web, tmp_path_factory.mktemp("fetch"))


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_fetch_does_as_in_node(page, case):
    node, here = page
    assert json.dumps(here[case], indent=1) == json.dumps(node[case], indent=1)


def test_the_page_of_fetch_has_at_least_twenty_cases():
    assert len(CASES) >= 20


def test_without_egress_the_error_of_fetch_names_the_flag(server):
    error = server.error("await fetch('http://example.com/')")
    assert error.name == "TypeError"
    assert error.message.startswith("fetch failed: ")
    assert "--egress" in error.message
    told = server.result("return fetch('http://example.com/').catch(({ cause }) => cause.code)")
    assert told == "ERR_EGRESS_OFF"


def test_without_egress_data_urls_and_the_classes_work(server):
    assert server.result("return (await fetch('data:,hello')).text()") == "hello"
    assert server.result("return new Response('{\"a\":1}').json()") == {"a": 1}


# `/together` answers none before the last of so many has come: one after the other they would wait for ever.


def test_ten_requests_at_once_are_under_way_together(online, web):
    code = """
      const get = () => fetch(`${input}/together?count=10`).then((response) => response.text());
      return Promise.all(Array.from({ length: 10 }, get));
    """
    assert online.result(code, web.url) == ["together"] * 10


def test_ten_requests_of_axios_at_once_are_under_way_together(online, web):
    code = """
      const axios = require('axios');
      return Promise.all(Array.from({ length: 10 }, async () => (await axios.get(`${input}/together?count=10`)).data));
    """
    assert online.result(code, web.url) == ["together"] * 10


def test_a_response_that_breaks_off_fails_as_a_whole(online, web):
    told = online.result(
        """
        const url = `${input}/cut`, told = [];
        await fetch(url).catch(({ message, cause }) => told.push(message, cause.code));
        await require('axios').get(url).catch(({ code }) => told.push(code));
        return told;
        """,
        web.url,
    )
    assert told == ["fetch failed", "UND_ERR_SOCKET", "ECONNRESET"]


def test_a_request_under_way_at_the_end_is_dropped(online, web):
    assert online.result("fetch(`${input}/slow?ms=60000`); return 'done'", web.url) == "done"


def test_over_the_limit_of_requests_the_message_names_the_flag(start, web):
    server = start(
        "--isolates=1", "--egress=public", "--egress-allow=127.0.0.0/8:*", "--egress-max-requests=2"
    )
    server.serving()
    error = server.error("for (let n = 0; n < 3; n++) await fetch(`${input}/redirect/0`)", web.url)
    assert error.message.startswith("fetch failed: ")
    assert "--egress-max-requests" in error.message


def test_a_script_that_replaces_builtins_breaks_its_own_fetch_only(online, web):
    error = online.error(
        "Array.prototype.push = () => { throw new Error('mine') }; await fetch(input)", web.url
    )
    assert error.message
    assert online.result("return (await fetch(`${input}/text`)).status", web.url) == 200
