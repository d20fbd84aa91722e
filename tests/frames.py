"""What tests of the pipes have in common."""

from hypothesis import settings
from hypothesis import strategies as st

from executor.wire.frames import HEADER

# A busy machine is no bug of a parser.
PATIENTLY = settings(deadline=None)

TEXT = st.text()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


def split(frame: bytes) -> tuple[int, bytes]:
    kind, length = HEADER.unpack_from(frame)
    payload = frame[HEADER.size :]
    assert len(payload) == length
    return kind, payload
