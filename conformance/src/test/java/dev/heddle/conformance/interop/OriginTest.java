package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.HostPolicy;
import dev.heddle.websocket.OriginPolicy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which pages and which names a server of ours answers to, unless told otherwise: its own. */
class OriginTest {

    @Tag("SEC-28")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.test",
                "127.attacker.example",
                "127.0.0.1.attacker.example",
                "localhost.evil",
                "evil.localhost.test",
                "127.0.0.1.",
                "0.0.0.0",
                "127.1",
                "2130706433",
                "[::2]",
                "192.168.0.1"
            })
    void foreignHostIsRefusedOnALoopbackAddress(String host) throws Exception {
        try (TestServer server = TestServer.start(options -> {});
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send(new UpgradeRequest().set("Host", host).bytes());
            RefusalTest.assertRefused(peer, 403);
            assertThat(server.hasAccepted()).isFalse();
        }
    }

    @Tag("SEC-28")
    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1", "127.0.0.1:8000", "127.8.8.8", "localhost", "LocalHost:1", "[::1]", "[::1]:80"})
    void loopbackHostIsTaken(String host) throws Exception {
        try (TestServer server = TestServer.start(options -> {});
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send(new UpgradeRequest().set("Host", host).bytes());
            assertThat(peer.readHead()).startsWith("HTTP/1.1 101 ");
        }
    }

    @Tag("SEC-28")
    @Test
    void pageIsNotServedToAForeignHost() throws Exception {
        try (TestServer server = TestServer.start(options -> {});
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send("GET / HTTP/1.1\r\nHost: evil.test\r\n\r\n");
            RefusalTest.assertRefused(peer, 403);
        }
    }

    @Tag("WS-038")
    @Tag("WS-125")
    @Tag("SEC-27")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.test",
                "https://localhost:8000",
                "http://localhost",
                "http://localhost:8001",
                "http://localhost:8000.evil.test",
                "http://localhost:8000@evil.test",
                "http://evil.test/http://localhost:8000",
                "http://localhost:8000/",
                "ws://localhost:8000",
                "localhost:8000",
                "null",
                "",
                "file://"
            })
    void pageOfAnotherOriginIsRefused(String origin) throws Exception {
        try (TestServer server = TestServer.start(options -> {});
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send(new UpgradeRequest()
                    .set("Host", "localhost:8000")
                    .with("Origin: " + origin)
                    .bytes());
            RefusalTest.assertRefused(peer, 403);
            assertThat(server.hasAccepted()).isFalse();
        }
    }

    @Tag("SEC-27")
    @Test
    void twoOriginsAreRefusedEvenIfOneIsRight() throws Exception {
        try (TestServer server = TestServer.start(options -> {});
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send(new UpgradeRequest()
                    .with("Origin: http://127.0.0.1")
                    .with("Origin: http://127.0.0.1")
                    .bytes());
            RefusalTest.assertRefused(peer, 403);
        }
    }

    @Tag("SEC-27")
    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8000", "HTTP://LOCALHOST:8000"})
    void pageOfTheServersOwnOriginIsTaken(String origin) throws Exception {
        try (TestServer server = TestServer.start(options -> {});
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send(new UpgradeRequest()
                    .set("Host", "localhost:8000")
                    .with("Origin: " + origin)
                    .bytes());
            assertThat(peer.readHead()).startsWith("HTTP/1.1 101 ");
        }
    }

    @Tag("WS-038")
    @Test
    void listOfOriginsIsExact() throws Exception {
        try (TestServer server =
                TestServer.startDefault(Recorder::new, builder -> builder.origins(OriginPolicy.allow("https://a.test"))
                        .hosts(HostPolicy.anyHost()))) {
            for (String origin : new String[] {"https://a.test", "https://a.test:443"}) {
                try (RawPeer peer = RawPeer.connect(server.port())) {
                    peer.send(new UpgradeRequest().with("Origin: " + origin).bytes());
                    assertThat(peer.readHead()).startsWith("HTTP/1.1 101 ");
                }
            }
            for (String origin : new String[] {"https://a.test.evil", "null", "https://a.test:444", "http://a.test"}) {
                try (RawPeer peer = RawPeer.connect(server.port())) {
                    peer.send(new UpgradeRequest().with("Origin: " + origin).bytes());
                    RefusalTest.assertRefused(peer, 403);
                }
            }
        }
    }
}
