"""A peer on zlib itself, with any window. Reads requests from standard input, writes an answer to each.

A request is an operation (c: compress, d: decompress), the window bits, 1 for a new stream or 0, the length in four bytes,
and the data. An answer is 0 or, if zlib refuses the data, 1; then a length and the result.
"""

import struct
import sys
import zlib

MARKER = b"\x00\x00\xff\xff"
PIECE = 8
STEP = 16
compressor = None
decompressor = None


def compress(data, bits, fresh):
    global compressor
    if fresh:
        compressor = zlib.compressobj(wbits=-bits)
    if not data:
        return b"\x00"
    result = compressor.compress(data) + compressor.flush(zlib.Z_SYNC_FLUSH)
    assert result.endswith(MARKER)
    return result[:-4]


def decompress(data, bits, fresh):
    global decompressor
    if fresh:
        decompressor = zlib.decompressobj(-bits)
    # Within one call zlib sees all that the call has written, whatever the window; so each call writes next to nothing.
    result = bytearray()
    data += MARKER
    for i in range(0, len(data), PIECE):
        piece = data[i : i + PIECE]
        while True:
            step = decompressor.decompress(piece, STEP)
            result += step
            piece = decompressor.unconsumed_tail
            if not piece and len(step) < STEP:
                break
    assert not decompressor.eof
    return bytes(result)


while True:
    head = sys.stdin.buffer.read(7)
    if len(head) < 7:
        break
    operation, bits, fresh, length = struct.unpack(">cBBI", head)
    body = sys.stdin.buffer.read(length)
    try:
        answer = (compress if operation == b"c" else decompress)(body, bits, fresh == 1)
        status = 0
    except zlib.error as error:
        answer = str(error).encode()
        status = 1
    sys.stdout.buffer.write(struct.pack(">BI", status, len(answer)) + answer)
    sys.stdout.buffer.flush()
