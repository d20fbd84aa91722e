"""Requests without a response: what the script is told, in one place.

What a script is told of a failure are the properties of its Error: `code` and `message`, with `errno`, `syscall`,
`address`, `port` and `hostname` where Node has them. Codes of our own:

=========================  ==========================================================================================
ERR_EGRESS_OFF             requests are switched off
ERR_EGRESS_REFUSED         the policy does not let it go there; `refusal` says why (policy.Refusal)
ERR_EGRESS_LIMIT           over a limit that the operator set; the message has it, the actual value and the flag
ERR_RESPONSE_TOO_LARGE     over the request's own `maxResponseBytes`
ETIMEDOUT                  over the request's own `timeout` (no `syscall`), or no connection in time (`connect`)
ERR_FR_TOO_MANY_REDIRECTS  more redirects than `maxRedirects`
ERR_UNEXPECTED_REDIRECT    a redirect where `redirect` is `error`
ERR_EGRESS_FAULT           a bug of ours; the log has it
ERR_INVALID_URL            no URL, one with a user name or password in it, or a redirect to such
UND_ERR_INVALID_ARG        a header or method that no request may have
REPLAY_MISMATCH            another request than the record has there, or one more than it has
=========================  ==========================================================================================
"""

from __future__ import annotations

import errno
import socket
import ssl
from typing import Any

import aiohttp

from executor.egress.decoding import DecodingError
from executor.egress.policy import Refusal, Refused

# Node's codes and words by OpenSSL's number (X509_V_ERR_…).
_CERTIFICATE_ERRORS = {
    9: ("CERT_NOT_YET_VALID", "certificate is not yet valid"),
    10: ("CERT_HAS_EXPIRED", "certificate has expired"),
    18: ("DEPTH_ZERO_SELF_SIGNED_CERT", "self-signed certificate"),
    19: ("SELF_SIGNED_CERT_IN_CHAIN", "self-signed certificate in certificate chain"),
    20: ("UNABLE_TO_VERIFY_LEAF_SIGNATURE", "unable to verify the first certificate"),
    21: ("UNABLE_TO_VERIFY_LEAF_SIGNATURE", "unable to verify the first certificate"),
    23: ("CERT_REVOKED", "certificate revoked"),
    62: ("ERR_TLS_CERT_ALTNAME_INVALID", "Hostname/IP does not match certificate's altnames"),
    64: ("ERR_TLS_CERT_ALTNAME_INVALID", "Hostname/IP does not match certificate's altnames"),
}
# libuv's numbers, which Node shows.
_LOOKUP_ERRORS = {socket.EAI_AGAIN: ("EAI_AGAIN", -3001)}
_NOT_FOUND = ("ENOTFOUND", -3008)


class FetchError(Exception):
    """A request without a response; `outcome` is its label in metrics, `fields` are the script's Error's."""

    def __init__(self, outcome: str, code: str, message: str, **fields: Any) -> None:
        super().__init__(message)
        self.outcome = outcome
        self.fields = {"code": code, "message": message} | fields


def over_limit(what: str, limit: object, flag: str, advice: str) -> FetchError:
    """Over what the operator allows: `what` with the actual value, the limit's flag, and what to do about it."""
    message = f"{what}, over the limit of {limit} (--{flag}); {advice}"
    return FetchError("limit", "ERR_EGRESS_LIMIT", message)


def unexpected_redirect() -> FetchError:
    """Where the script wants none."""
    return FetchError("protocol", "ERR_UNEXPECTED_REDIRECT", "unexpected redirect")


def too_many_redirects(most: int) -> FetchError:
    """One more than `most`."""
    message = f"Maximum number of redirects exceeded ({most})"
    return FetchError("protocol", "ERR_FR_TOO_MANY_REDIRECTS", message)


def no_final_status(status: int) -> FetchError:
    """An answer that is none: 101 (nobody asked for another protocol), or a number that HTTP does not have."""
    message = f"Parse Error: the response has the status {status}; one from 200 on is an answer"
    return FetchError("protocol", "HPE_INVALID_STATUS", message)


def out_of_time(own: float, limit: float) -> FetchError:
    """No whole response in time: the request's own, in seconds, or 0 where the operator's `limit` was shorter."""
    if own:
        return FetchError("timeout", "ETIMEDOUT", f"timeout of {round(own * 1000)}ms exceeded")
    return FetchError(
        "timeout",
        "ERR_EGRESS_LIMIT",
        f"no whole response within {limit:g} s, the limit of one request (--egress-timeout); ask for less, or for "
        "something faster",
    )


def replay_mismatch(number: int, asked: str, recorded: str | None, count: int) -> FetchError:
    """The `number`-th request of a run is `asked`, and not what the record of `count` requests has in its place."""
    there = f"the record has {recorded}" if recorded is not None else f"the record has {count} requests"
    message = f"request {number} of the run is {asked}, but {there}; replay it with the same code and input, or record anew"
    return FetchError("protocol", "REPLAY_MISMATCH", message)


def refusal_fields(error: Refused) -> dict[str, Any]:
    """What the script is told of a request that the policy does not let go."""
    code = "ERR_EGRESS_OFF" if error.refusal is Refusal.OFF else "ERR_EGRESS_REFUSED"
    return {"code": code, "message": str(error), "refusal": error.refusal.value}


def fault_fields() -> dict[str, Any]:
    """Of a bug of ours, nothing."""
    return {
        "code": "ERR_EGRESS_FAULT",
        "message": "the request failed by a fault of the server; its log has it",
    }


# --- On the way, in Node's codes and words ---------------------------------------------------------------------------


def lookup_failure(host: str, error: BaseException | None = None) -> FetchError:
    """There is no address for that name, by what a resolver raised: `TimeoutError`, `socket.gaierror` or anything else."""
    code, number = _NOT_FOUND
    if isinstance(error, TimeoutError):
        code, number = _LOOKUP_ERRORS[socket.EAI_AGAIN]
    elif isinstance(error, socket.gaierror):
        code, number = _LOOKUP_ERRORS.get(error.errno or 0, _NOT_FOUND)
    message = f"getaddrinfo {code} {host}"
    return FetchError("network", code, message, errno=number, syscall="getaddrinfo", hostname=host)


def failure(error: BaseException, host: str, port: int, address: str) -> FetchError:
    """What went wrong between a request and the end of its response. `address` is what was connected to, or the host."""
    match error:
        case DecodingError():
            return FetchError("protocol", error.code, str(error))
        case aiohttp.ClientConnectorError() | aiohttp.ServerTimeoutError() | ssl.SSLError():
            return _connect_failure(error, host, port, address)
        case aiohttp.ClientResponseError():
            too_large = error.message.startswith(("Got more than", "Too many headers"))
            code = "HPE_HEADER_OVERFLOW" if too_large else "HPE_INVALID_CONSTANT"
            return FetchError(
                "protocol", code, "Parse Error: the response is not HTTP, or its headers are too large"
            )
        case aiohttp.InvalidURL() | ValueError():
            return FetchError("invalid", "ERR_INVALID_URL", "Invalid URL")
        case OSError() if error.errno in (errno.EPIPE, errno.ECONNRESET):
            code = errno.errorcode[error.errno]
            syscall = "write" if code == "EPIPE" else "read"
            return FetchError("network", code, f"{syscall} {code}", errno=-error.errno, syscall=syscall)
    words = "aborted" if isinstance(error, aiohttp.ClientPayloadError) else "socket hang up"
    return FetchError("network", "ECONNRESET", words)


def _connect_failure(error: BaseException, host: str, port: int, address: str) -> FetchError:
    """There is no connection, or no TLS over it."""
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return _certificate_failure(getattr(error.certificate_error, "verify_code", 0), host)
    if isinstance(error, aiohttp.ClientConnectorSSLError | ssl.SSLError):
        reason = getattr(getattr(error, "os_error", error), "reason", None) or "handshake failed"
        return FetchError("tls", "EPROTO", f"write EPROTO: {reason}", errno=-errno.EPROTO, syscall="write")
    outcome, number = "timeout", errno.ETIMEDOUT
    if isinstance(error, aiohttp.ClientConnectorError):
        outcome, number = "network", error.os_error.errno or errno.ECONNREFUSED
    code = errno.errorcode.get(number, "ECONNREFUSED")
    words = f"connect {code} {address}:{port}"
    return FetchError(outcome, code, words, errno=-number, syscall="connect", address=address, port=port)


def _certificate_failure(number: int, host: str) -> FetchError:
    code, words = _CERTIFICATE_ERRORS.get(number, ("EPROTO", "certificate verify failed"))
    if code == "ERR_TLS_CERT_ALTNAME_INVALID":
        words += f": host {host}"
    return FetchError("tls", code, words)
