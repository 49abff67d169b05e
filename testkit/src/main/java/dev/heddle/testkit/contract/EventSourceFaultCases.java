package dev.heddle.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.websocket.EventSources;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The way to an event stream by proxies and TLS: what goes wrong there is told at once, not when the time is up. */
abstract class EventSourceFaultCases extends EventSourceCases {

    /** Nobody is there: a proxy is to be asked for it. */
    private static final String ORIGIN = "http://server.example/events";

    private static final Duration SHORT = Duration.ofMillis(10);

    @Tag("SEC-43")
    @Test
    void httpProxyIsAskedForATunnel() throws Exception {
        try (StreamServer proxy = new StreamServer();
                EventSources client = client(builder -> builder.proxy(proxy.url("")))) {
            client.eventSource(ORIGIN, ONCE, recorder);
            try (StreamServer.Exchange exchange = proxy.accept()) {
                assertTrue(exchange.request.startsWith("CONNECT server.example:80 HTTP/1.1\r\n"), exchange.request);
                exchange.send("HTTP/1.1 200 OK\r\n\r\n");
                assertTrue(exchange.readHead().startsWith("GET /events HTTP/1.1\r\n"), "the request in the tunnel");
                exchange.send(StreamServer.STREAM + "\r\ndata: a\n\n");
                recorder.expect(StreamRecorder.OPEN, "a");
            }
        }
    }

    @Tag("SEC-43")
    @Test
    void socksProxyIsAskedForATunnel() throws Exception {
        try (StreamServer proxy = new StreamServer();
                EventSources client = client(builder -> builder.proxy("socks5://127.0.0.1:" + proxy.port()))) {
            client.eventSource("http://a.example/", ONCE, recorder);
            try (StreamServer.Exchange exchange = proxy.acceptSilently()) {
                expect(exchange, 5, 1, 0);
                exchange.send("\u0005\0");
                expect(exchange, 5, 1, 0, 3, 9, 'a', '.', 'e', 'x', 'a', 'm', 'p', 'l', 'e', 0, 80);
                exchange.send("\u0005\0\0\u0001\0\0\0\0\0\0");
                assertTrue(exchange.readHead().startsWith("GET / HTTP/1.1\r\n"), "the request in the tunnel");
                exchange.send(StreamServer.STREAM + "\r\ndata: a\n\n");
                recorder.expect(StreamRecorder.OPEN, "a");
            }
        }
    }

    @Tag("SEC-43")
    @Test
    void proxyThatRefusesIsToldWithoutItsSecret() throws Exception {
        try (StreamServer proxy = new StreamServer();
                EventSources client =
                        client(builder -> builder.proxy("http://name:secret@127.0.0.1:" + proxy.port()))) {
            client.eventSource(ORIGIN, ONCE, recorder);
            try (StreamServer.Exchange exchange = proxy.accept()) {
                exchange.send("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
                Throwable error = recorder.error();
                assertContains("Proxy http://127.0.0.1:" + proxy.port(), error);
                assertContains("status 407", error);
                assertFalse(error.toString().contains("secret"), error::toString);
                exchange.awaitEnd();
            }
        }
    }

    @Tag("SEC-43")
    @Tag("SEC-44")
    @Test
    void proxyThatLeavesWithoutAnAnswerIsTold() throws Exception {
        try (StreamServer proxy = new StreamServer();
                EventSources client = client(builder -> {
                    handshakeTimeout(NEVER).accept(builder);
                    builder.proxy(proxy.url(""));
                })) {
            client.eventSource(ORIGIN, ONCE, recorder);
            try (StreamServer.Exchange exchange = proxy.accept()) {
                exchange.endOutput();
                assertContains("127.0.0.1:" + proxy.port(), recorder.error());
                exchange.awaitEnd();
            }
        }
    }

    @Tag("SEC-43")
    @Test
    void proxyThatDoesNotAnswerIsGivenUpAtTheLimit() throws Exception {
        try (StreamServer proxy = new StreamServer();
                EventSources client = client(builder -> {
                    handshakeTimeout(SHORT).accept(builder);
                    builder.proxy(proxy.url(""));
                })) {
            client.eventSource(ORIGIN, ONCE, recorder);
            try (StreamServer.Exchange exchange = proxy.acceptSilently()) {
                assertContains("PT0.01S (handshakeTimeout)", recorder.error());
                exchange.drain();
            }
        }
    }

    @Tag("SEC-40")
    @Test
    void serverThatDoesNotBeginTlsIsGivenUpAtTheLimit() throws Exception {
        try (StreamServer server = new StreamServer();
                EventSources client = client(handshakeTimeout(SHORT))) {
            client.eventSource("https://127.0.0.1:" + server.port() + "/", ONCE, recorder);
            try (StreamServer.Exchange exchange = server.acceptSilently()) {
                recorder.expect(StreamRecorder.ERROR);
                exchange.drain();
            }
        }
    }

    @Tag("SEC-40")
    @Test
    void serverThatSpeaksNoTlsGetsNoRequest() throws Exception {
        try (StreamServer server = new StreamServer();
                EventSources client = client(handshakeTimeout(NEVER))) {
            client.eventSource("https://127.0.0.1:" + server.port() + "/", ONCE, recorder);
            try (StreamServer.Exchange exchange = server.acceptSilently()) {
                exchange.send(StreamServer.STREAM + "\r\ndata: a\n\n");
                recorder.expect(StreamRecorder.ERROR);
            }
        }
    }

    @Tag("SEC-40")
    @Tag("SEC-44")
    @Test
    void tlsThatTheApplicationSetsUpWronglyIsTold() throws Exception {
        try (StreamServer server = new StreamServer();
                EventSources client = client(builder -> {
                    handshakeTimeout(NEVER).accept(builder);
                    builder.tlsParameters(parameters -> {
                        throw new IllegalStateException("No such cipher");
                    });
                })) {
            client.eventSource("https://127.0.0.1:" + server.port() + "/", ONCE, recorder);
            try (StreamServer.Exchange exchange = server.acceptSilently()) {
                assertContains("No such cipher", recorder.error());
                // And the connection is not left behind.
                exchange.awaitEnd();
            }
        }
    }

    private static void expect(StreamServer.Exchange exchange, int... octets) throws Exception {
        for (int octet : octets) {
            assertEquals(octet, exchange.readOctet());
        }
    }
}
