package dev.heddle.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What every client has to pass that looks up a host and tries its addresses as RFC 8305 §5 has it. */
public abstract class DialContract {

    /** So long that a case that has to wait for it fails. */
    protected static final Duration NEVER = Duration.ofDays(1);

    /** The address that the servers listen on. */
    protected static final InetAddress GOOD = address(1);
    /** An address on which nobody listens, unless a {@link Silent} does. */
    protected static final InetAddress OTHER = address(2);
    /** An address on which nobody listens. */
    protected static final InetAddress NOBODY = address(3);

    /** For subclasses. */
    protected DialContract() {}

    /**
     * A server that runs, until this is closed.
     *
     * @param port where it listens
     * @param stop stops it
     */
    public record Served(int port, Runnable stop) implements AutoCloseable {

        @Override
        public void close() {
            stop.run();
        }
    }

    /** Makes a client that begins with the next address after 10 ms, and closes with its connections. */
    protected abstract WebSocketClient client(Lookup lookup, Duration connectTimeout);

    /** Starts a server on {@link #GOOD}, at a port that is free. */
    protected abstract Served serve() throws Exception;

    @Test
    void anAddressThatRefusesIsPassedOver() throws Exception {
        try (Served server = serve();
                WebSocketClient client = client(NOBODY, OTHER, GOOD)) {
            opens(client, server).close();
        }
    }

    /** As behind a broken IPv6: were it waited for, the case would not end. */
    @EnabledOnOs(OS.LINUX)
    @Test
    void anAddressThatDoesNotAnswerCostsNoMoreThanTheDelay() throws Exception {
        try (Served server = serve();
                Silent silent = new Silent(server.port());
                WebSocketClient client = client(OTHER, GOOD)) {
            opens(client, server);
            // The one that lost has given its turn back.
            opens(client, server);
            assertTrue(silent.isOpen(), "nobody has answered there");
        }
    }

    @Test
    void whenNoAddressAnswersTheErrorTellsOfAll() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (WebSocketClient client = client(OTHER, NOBODY)) {
            Witness witness = new Witness();
            CompletableFuture<WebSocket> opening = client.connect("ws://localhost:" + port + "/", witness);
            Throwable cause = Objects.requireNonNull(witness.failure().getCause(), "the cause");
            assertContains("127.0.0.2:" + port, cause);
            assertContains("refused", cause);
            assertEquals(1, cause.getSuppressed().length);
            assertContains("127.0.0.3:" + port, cause.getSuppressed()[0]);
            assertLost(witness.close());
            // It is told behind the close event.
            assertThrows(CompletionException.class, opening::join);
        }
    }

    @EnabledOnOs(OS.LINUX)
    @Test
    void cancellingGivesAllAttemptsUp() throws Exception {
        try (Served server = serve();
                Silent silent = new Silent(server.port());
                WebSocketClient client = client(OTHER)) {
            Witness witness = new Witness();
            assertTrue(client.connect(url(server), witness).cancel(true), "it was under way");
            assertContains("closed before the connection was established", witness.failure());
            assertLost(witness.close());
            assertTrue(silent.isOpen(), "nobody has answered there");
        }
    }

    @Test
    void whoCancelsWhileTheNameIsLookedUpIsTold() throws Exception {
        try (BlockedLookup lookup = new BlockedLookup();
                WebSocketClient client = client(lookup, NEVER)) {
            Witness witness = new Witness();
            CompletableFuture<WebSocket> opening = client.connect("ws://localhost/", witness);
            Cases.await(lookup.asked, "the look-up");
            opening.cancel(true);
            assertContains("closed before the connection was established", witness.failure());
            assertLost(witness.close());
        }
    }

    @Test
    void whoClosesTheClientWhileTheNameIsLookedUpIsTold() throws Exception {
        try (BlockedLookup lookup = new BlockedLookup()) {
            WebSocketClient client = client(lookup, NEVER);
            Witness witness = new Witness();
            CompletableFuture<WebSocket> opening = client.connect("ws://localhost/", witness);
            Cases.await(lookup.asked, "the look-up");
            client.close();
            assertContains("the connection was lost", witness.failure());
            assertLost(witness.close());
            assertThrows(CompletionException.class, opening::join);
        }
    }

    @Test
    void aNameThatIsNotFoundInTimeIsAnErrorThatNamesTheLimit() throws Exception {
        try (BlockedLookup lookup = new BlockedLookup();
                WebSocketClient client = client(lookup, Duration.ofMillis(10))) {
            Witness witness = new Witness();
            CompletableFuture<WebSocket> opening = client.connect("ws://localhost/", witness);
            assertContains("No address of localhost was found within PT0.01S (connectTimeout)", witness.failure());
            assertLost(witness.close());
            assertThrows(CompletionException.class, opening::join);
        }
    }

    @Test
    void aLookupThatThrowsIsOneError() throws Exception {
        Lookup throwing = host -> {
            throw new IllegalStateException("crash");
        };
        try (WebSocketClient client = client(throwing, NEVER)) {
            Witness witness = new Witness();
            CompletableFuture<WebSocket> opening = client.connect("ws://localhost/", witness);
            assertContains("crash", witness.failure());
            assertLost(witness.close());
            assertThrows(CompletionException.class, opening::join);
        }
    }

    /** Expects the close event of a connection that has never been. */
    protected static void assertLost(CloseEvent close) {
        assertEquals(1006, close.code());
        assertEquals("", close.reason());
        assertFalse(close.wasClean(), "there was nothing to close");
    }

    private WebSocketClient client(InetAddress... addresses) {
        return client(host -> addresses, NEVER);
    }

    private static WebSocket opens(WebSocketClient client, Served server) throws Exception {
        return Cases.await(client.connect(url(server), new Witness()), "the connection");
    }

    /** Returns a URL whose host has to be looked up. */
    private static String url(Served server) {
        return "ws://localhost:" + server.port() + "/";
    }

    private static void assertContains(String part, Throwable error) {
        assertTrue(String.valueOf(error.getMessage()).contains(part), () -> "«" + part + "» is not in: " + error);
    }

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** A port of {@link #OTHER} whose queue is full, so that Linux drops who else comes. */
    protected static final class Silent implements AutoCloseable {

        private final ServerSocket listening;
        private final List<Socket> filling = new ArrayList<>();

        /**
         * Listens and fills the queue.
         *
         * @throws IOException if the port is taken
         */
        public Silent(int port) throws IOException {
            listening = new ServerSocket(port, 1, OTHER);
            // One more than the queue is said to hold fits in.
            for (int i = 0; i < 2; i++) {
                Socket socket = new Socket();
                filling.add(socket);
                socket.connect(new InetSocketAddress(OTHER, port));
            }
        }

        /** Tells whether it still listens. */
        public boolean isOpen() {
            return !listening.isClosed();
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : filling) {
                socket.close();
            }
            listening.close();
        }
    }
}
