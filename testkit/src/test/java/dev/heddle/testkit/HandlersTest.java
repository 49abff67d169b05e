package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.WebSocketHandlers;
import dev.heddle.websocket.WebSocketOptions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A listener of functions. */
class HandlersTest {

    private final List<String> events = new ArrayList<>();

    @Test
    void eachEventReachesItsHandler() {
        WebSocketHandlers handlers = new WebSocketHandlers()
                .onOpen(socket -> events.add("open"))
                .onText((socket, message) -> events.add("text " + message))
                .onBinary((socket, message) -> events.add("binary " + Hex.of(message)))
                .onPing((socket, payload) -> events.add("ping " + Hex.of(payload)))
                .onPong((socket, payload) -> events.add("pong " + Hex.of(payload)))
                .onDrain(socket -> events.add("drain"))
                .onError((socket, cause) -> events.add("error " + cause.getMessage()))
                .onClose((socket, event) -> events.add("close " + event.code()));
        WebSocketOptions options = Setup.options().watermarks(10, 20).build();
        ScriptedPeer peer = ScriptedPeer.client(handlers, options).open();
        peer.transport().watermarks(10, 20).stall();
        peer.socket().send("x".repeat(30));
        peer.run();
        peer.transport().flow();
        peer.send("8181 00000000 61 8281 00000000 62 8981 00000000 63 8a81 00000000 64 8380 00000000");
        peer.end();
        assertThat(events)
                .containsExactly(
                        "open",
                        "drain",
                        "text a",
                        "binary 62",
                        "ping 63",
                        "pong 64",
                        "error Unrecognized frame opcode: 3",
                        "close 1002");
    }

    @Test
    void withoutHandlersNothingHappens() {
        ScriptedPeer peer = ScriptedPeer.client(
                        new WebSocketHandlers(), Setup.options().build())
                .open();
        peer.send("8181 00000000 61 8882 00000000 03e8").expect("880203e8");
    }
}
