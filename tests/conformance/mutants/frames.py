"""Telling apart what the frames of a stream are."""


def is_event(frame: bytes) -> bool:
    """Tell whether it is something that happened in a job."""
    return frame.startswith(b"id: ") and b"\ndata: " in frame


def is_heartbeat(frame: bytes) -> bool:
    """Tell whether it is a sign of life."""
    return frame.startswith(b'data: {"type":"heartbeat"')


def is_control(frame: bytes, kind: bytes = b"") -> bool:
    """Tell whether it is a word about the stream, of a kind if one is given."""
    return frame.startswith(b"event: control\n") and kind in frame
