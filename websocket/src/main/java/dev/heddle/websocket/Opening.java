package dev.heddle.websocket;

/** How a connection begins: the opening handshake and its time, up to the open event. */
final class Opening {

    private final WebSocketOptions options;
    private final Life life;
    private final Announcer announcer;
    private final Keepalive keepalive;
    private final Pausing pausing;
    private final Failing failing;
    private final Deadline deadline;

    Opening(
            Transport transport,
            WebSocketOptions options,
            Life life,
            Announcer announcer,
            Keepalive keepalive,
            Pausing pausing,
            Failing failing) {
        this.options = options;
        this.life = life;
        this.announcer = announcer;
        this.keepalive = keepalive;
        this.pausing = pausing;
        this.failing = failing;
        this.deadline = new Deadline(
                transport,
                () -> failing.lost(
                        "The handshake was not done within " + options.handshakeTimeout() + " (handshakeTimeout)"));
    }

    /** The time runs. */
    void connected() {
        deadline.set(options.handshakeTimeout());
    }

    /** The handshake is done. */
    void opened() {
        deadline.clear();
        if (!life.advance(ReadyState.OPEN)) {
            // Another thread closed while the handshake's last bytes were on the way.
            failing.closedTooEarly();
            return;
        }
        keepalive.start();
        pausing.pauseIfOpen();
        announcer.tell((listener, socket, self) -> listener.onOpen(socket), this);
    }

    /** The connection has ended, open or not. */
    void over() {
        deadline.clear();
    }
}
