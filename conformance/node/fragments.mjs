/** Sends a message by ws: what has more than 125 bytes in three frames, of which the second has no payload. */
export function sendInFragments(socket, data, binary) {
  if (data.length <= 125) {
    socket.send(data, { binary });
    return;
  }
  const half = data.length >> 1;
  socket.send(data.subarray(0, half), { binary, fin: false });
  socket.send(Buffer.alloc(0), { fin: false });
  socket.send(data.subarray(half), { fin: true });
}
