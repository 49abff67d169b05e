package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.WebSocketConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("WS-114")
class FailureLogTest {

    /** Held, as the platform keeps loggers by weak references. */
    private final Logger logger = Logger.getLogger(WebSocketConnection.class.getName());

    private final List<String> records = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            records.add(entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        // A client's records are finer: its application is told.
        logger.setLevel(Level.FINE);
        logger.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(handler);
        logger.setLevel(null);
    }

    @Test
    void aFailedConnectionIsOneRecordWithPeerAndCause() {
        ScriptedPeer peer = Setup.client(new RecordingListener());
        peer.send("8380 00000000").end();
        assertThat(records)
                .singleElement()
                .asString()
                .startsWith("WebSocket of memory failed with 1002: ")
                .contains("Unrecognized frame opcode: 3");
    }

    @Test
    void thePeersWordsCanNotForgeALine() {
        ScriptedPeer peer = ScriptedPeer.server(
                        new RecordingListener(), Setup.options().build())
                .connect();
        peer.sendHead("""
                HTTP/1.1 101 Switching Protocols\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Protocol: \33[31mred\205\r
                \r
                """);
        peer.end();
        assertThat(records).singleElement().asString().matches("[^\\p{Cntrl}\\x80-\\x9f]+");
    }

    @Test
    void aConnectionThatEndsWellIsNotLogged() {
        ScriptedPeer peer = Setup.client(new RecordingListener());
        peer.send("8882 00000000 03e8").end();
        assertThat(records).isEmpty();
    }
}
