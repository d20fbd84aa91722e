"""AES-OCB (RFC 7253), streamed: cryptography has it in one piece, and with one length of tags."""

from __future__ import annotations

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.constant_time import bytes_eq

from executor.isolate.crypto.failure import Failure

_BLOCK = 16
_ALL = (1 << 128) - 1


class Ocb:
    """Blocks are numbers here, as nearly all that is done to them is an exclusive or."""

    def __init__(self, key: bytes, iv: bytes, tag_length: int, encrypting: bool) -> None:
        if not (1 <= tag_length <= _BLOCK and 1 <= len(iv) < _BLOCK):
            raise ValueError(tag_length)
        cipher = Cipher(algorithms.AES(key), modes.ECB())  # noqa: S305 - the standard's own chaining
        self._encrypt = cipher.encryptor().update
        self._work = self._encrypt if encrypting else cipher.decryptor().update
        self._encrypting = encrypting
        self._tag_length = tag_length
        self._star = _number(self._encrypt(bytes(_BLOCK)))
        self._dollar = _doubled(self._star)
        self._masks = [_doubled(self._dollar)]
        self._data = _Walk(self._first_offset(iv))
        self._more = _Walk(0)
        self._checksum = 0
        self._sum = 0
        self._tag = b""

    def update(self, data: bytes, padding: bool = True) -> bytes:
        """What comes out for all whole blocks so far."""
        offsets, blocks = self._offsets(self._data, data)
        inner = b"".join(_bytes(block ^ offset) for block, offset in zip(blocks, offsets, strict=True))
        outer = self._work(inner)
        result = [_number(outer[at : at + _BLOCK]) for at in range(0, len(outer), _BLOCK)]
        made = [block ^ offset for block, offset in zip(result, offsets, strict=True)]
        for plain in blocks if self._encrypting else made:
            self._checksum ^= plain
        return b"".join(map(_bytes, made))

    def authenticate(self, data: bytes) -> None:
        """Adds to what is authenticated only."""
        offsets, blocks = self._offsets(self._more, data)
        for block, offset in zip(blocks, offsets, strict=True):
            self._sum ^= _number(self._encrypt(_bytes(block ^ offset)))

    def finish(self, tag: bytes | None, padding: bool) -> bytes:
        """The rest, which is less than a block. Raises `Failure` for what is not authentic."""
        rest, offset = self._data.held, self._data.offset
        if rest:
            offset ^= self._star
            pad = self._encrypt(_bytes(offset))
            made = bytes(a ^ b for a, b in zip(rest, pad, strict=False))
            self._checksum ^= _ended(rest if self._encrypting else made)
            rest = made
        whole = _number(self._encrypt(_bytes(self._checksum ^ offset ^ self._dollar))) ^ self._authenticated()
        self._tag = _bytes(whole)[: self._tag_length]
        if not self._encrypting and (tag is None or not bytes_eq(tag, self._tag)):
            raise Failure("Unsupported state or unable to authenticate data")
        return rest

    def tag(self) -> bytes:
        """Of an encryption that is finished."""
        return self._tag if self._encrypting else b""

    def _authenticated(self) -> int:
        if not self._more.held:
            return self._sum
        last = _ended(self._more.held) ^ self._more.offset ^ self._star
        return self._sum ^ _number(self._encrypt(_bytes(last)))

    def _first_offset(self, iv: bytes) -> int:
        nonce = (self._tag_length * 8 % 128) << 121 | 1 << (8 * len(iv)) | _number(iv)
        bottom = nonce & 63
        top = _number(self._encrypt(_bytes(nonce ^ bottom)))
        stretched = top << 64 | (top >> 64) ^ (top >> 56 & (1 << 64) - 1)
        return stretched >> (64 - bottom) & _ALL

    def _offsets(self, walk: _Walk, data: bytes) -> tuple[list[int], list[int]]:
        """Of each whole block its offset and its number; what is left over is held."""
        data = walk.held + data
        end = len(data) - len(data) % _BLOCK
        walk.held = data[end:]
        blocks = [_number(data[at : at + _BLOCK]) for at in range(0, end, _BLOCK)]
        offsets = []
        for _ in blocks:
            walk.count += 1
            walk.offset ^= self._mask((walk.count & -walk.count).bit_length() - 1)
            offsets.append(walk.offset)
        return offsets, blocks

    def _mask(self, place: int) -> int:
        while len(self._masks) <= place:
            self._masks.append(_doubled(self._masks[-1]))
        return self._masks[place]


class _Walk:
    """Where one is in the data, or in what is authenticated only."""

    def __init__(self, offset: int) -> None:
        self.offset = offset
        self.count = 0
        self.held = b""


def _number(data: bytes) -> int:
    return int.from_bytes(data, "big")


def _bytes(number: int) -> bytes:
    return number.to_bytes(_BLOCK, "big")


def _doubled(number: int) -> int:
    return (number << 1) & _ALL ^ (0x87 if number >> 127 else 0)


def _ended(data: bytes) -> int:
    return _number((data + b"\x80").ljust(_BLOCK, b"\0"))
