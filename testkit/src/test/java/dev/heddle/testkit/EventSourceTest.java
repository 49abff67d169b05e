package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.heddle.driver.Headers;
import dev.heddle.driver.Request;
import dev.heddle.eventsource.Event;
import dev.heddle.websocket.EventSource;
import dev.heddle.websocket.EventSourceOptions;
import dev.heddle.websocket.ReadyState;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventSourceTest {

    private static final String BIG = "x".repeat(10_000);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/event-stream",
                "Text/Event-Stream",
                "text/html, text/event-stream;q=0.9, */*",
                " text/event-stream ; charset=utf-8"
            })
    void getThatAcceptsEventStreamsAsksForOne(String accept) {
        assertThat(EventSource.isEventSource(request("GET", accept))).isTrue();
        assertThat(EventSource.isEventSource(request("POST", accept))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*/*", "text/*", "text/event-streams", "text/html"})
    void otherRequestDoesNot(String accept) {
        assertThat(EventSource.isEventSource(request("GET", accept))).isFalse();
        assertThat(EventSource.isEventSource(Request.of("GET", "/", Headers.empty())))
                .isFalse();
    }

    @Test
    void responseIsItsHeadAndTheTimeToConnectAgain() {
        StreamPeer peer = new StreamPeer(EventSourceOptions.defaults());
        assertThat(peer.source().readyState()).isEqualTo(ReadyState.CONNECTING);
        peer.start();
        assertThat(peer.wire()).isEqualTo(StreamPeer.HEAD);
        assertThat(peer.told).containsExactly("open");
        assertThat(peer.source().readyState()).isEqualTo(ReadyState.OPEN);
        assertThat(peer.source().url()).isEqualTo("http://example.com/events?a=b");
        assertThat(peer.source().lastEventId()).isEmpty();
    }

    @Test
    void optionsAddHeadersAndSetTheTimeToConnectAgain() {
        StreamPeer peer = new StreamPeer(EventSourceOptions.builder()
                .header("Access-Control-Allow-Origin", "*")
                .retry(Duration.ofSeconds(10))
                .build());
        peer.start();
        assertThat(peer.wire()).contains("Connection: close\r\nAccess-Control-Allow-Origin: *\r\n\r\nretry: 10000\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"content-type", "Content-Length", "Transfer-Encoding", "Connection", "Cache-Control"})
    void headerOfTheResponseItselfIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventSourceOptions.builder().header(name, "x"))
                .withMessageContaining(name);
    }

    @Tag("ES-002")
    @Test
    void lastEventIdIsUtf8() {
        // As a head's parser gives it: a character for each byte.
        Headers headers = StreamPeer.ACCEPT.with("Last-Event-ID", "caf\u00c3\u00a9-7");
        assertThat(new StreamPeer(EventSourceOptions.defaults(), headers)
                        .source()
                        .lastEventId())
                .isEqualTo("café-7");
    }

    @Tag("ES-025")
    @Test
    void eventIsWrittenAtOnce() {
        StreamPeer peer = StreamPeer.open();
        peer.loop().run(() -> assertThat(peer.source().send("Hello")).isTrue());
        assertThat(peer.wire()).isEqualTo("data: Hello\n\n");
        peer.source().send(new Event("notification", "Breaking News!", "99"));
        peer.source().send("two\nlines");
        peer.run();
        assertThat(peer.wire())
                .isEqualTo("event: notification\nid: 99\ndata: Breaking News!\n\ndata: two\ndata: lines\n\n");
    }

    @Test
    void whatIsSentBeforeTheHeadWaitsForIt() {
        StreamPeer peer = new StreamPeer(EventSourceOptions.defaults());
        assertThat(peer.source().send("early")).isTrue();
        peer.run();
        assertThat(peer.wire()).isEmpty();
        peer.start();
        assertThat(peer.wire()).isEqualTo(StreamPeer.HEAD + "data: early\n\n");
    }

    @Tag("ES-025")
    @Test
    void commentIsSentAfterFifteenSecondsOfSilence() {
        StreamPeer peer = StreamPeer.open();
        peer.clock().advance(Duration.ofMillis(14_999));
        assertThat(peer.wire()).isEmpty();
        peer.clock().advance(Duration.ofMillis(1));
        assertThat(peer.wire()).isEqualTo(":\n");
        peer.clock().advanceSeconds(10);
        peer.loop().run(() -> peer.source().send("x"));
        peer.wire();
        peer.clock().advanceSeconds(14);
        assertThat(peer.wire()).isEmpty();
        peer.clock().advanceSeconds(1);
        assertThat(peer.wire()).isEqualTo(":\n");
    }

    @Test
    void pingIsACommentAtOnce() {
        StreamPeer peer = StreamPeer.open();
        assertThat(peer.source().ping()).isTrue();
        peer.run();
        assertThat(peer.wire()).isEqualTo(":\n");
    }

    @Test
    void closeEndsTheStreamBehindWhatWasSent() {
        StreamPeer peer = StreamPeer.open();
        peer.source().send("last");
        assertThat(peer.source().close()).isTrue();
        assertThat(peer.source().close()).isFalse();
        assertThat(peer.source().send("late")).isFalse();
        assertThat(peer.source().ping()).isFalse();
        peer.run();
        assertThat(peer.wire()).isEqualTo("data: last\n\n[end]");
        assertThat(peer.told).containsExactly("open");
        peer.transport().receiveEnd();
        assertThat(peer.told).containsExactly("open", "close");
        assertThat(peer.source().readyState()).isEqualTo(ReadyState.CLOSED);
        assertThat(peer.clock().timers()).isZero();
    }

    @Tag("SEC-52")
    @Test
    void clientThatDoesNotLeaveIsLeft() {
        StreamPeer peer = StreamPeer.open();
        peer.transport().stall();
        peer.loop().run(() -> {
            peer.source().send(BIG);
            peer.source().close();
        });
        peer.clock().advance(Duration.ofMillis(9_999));
        assertThat(peer.told).containsExactly("open");
        peer.clock().advance(Duration.ofMillis(1));
        assertThat(peer.transport().aborts()).isEqualTo(1);
        assertThat(peer.told).containsExactly("open", "close");
        assertThat(peer.clock().timers()).isZero();
    }

    @Test
    void clientThatLeavesEndsTheStream() {
        StreamPeer peer = StreamPeer.open();
        peer.transport().receiveEnd();
        assertThat(peer.wire()).isEqualTo("[end]");
        assertThat(peer.told).containsExactly("open", "close");
        assertThat(peer.clock().timers()).isZero();
    }

    @Test
    void brokenConnectionIsClosedOnce() {
        StreamPeer peer = StreamPeer.open();
        peer.source().send("lost");
        peer.transport().breakWith(new IOException("Connection reset"));
        assertThat(peer.told).containsExactly("open", "close");
        assertThat(peer.source().bufferedAmount()).isZero();
        assertThat(peer.source().send("x")).isFalse();
        assertThat(peer.clock().timers()).isZero();
    }

    @Test
    void stoppingServerBeforeTheHeadStillAnswers() {
        StreamPeer peer = new StreamPeer(EventSourceOptions.defaults());
        peer.loop().run(() -> peer.source().close());
        peer.start();
        assertThat(peer.wire()).isEqualTo(StreamPeer.HEAD + "[end]");
        peer.transport().receiveEnd();
        assertThat(peer.told).containsExactly("close");
    }

    @Test
    void connectionThatBreaksUnderTheHeadIsClosedAndNeverOpen() {
        StreamPeer peer = new StreamPeer(EventSourceOptions.defaults());
        peer.transport().cutAfter(10);
        peer.start();
        peer.run();
        assertThat(peer.told).containsExactly("close");
        assertThat(peer.clock().timers()).isZero();
    }

    @Test
    void connectionThatBreaksUnderAnEventIsClosedOnce() {
        StreamPeer peer = StreamPeer.open();
        peer.transport().cutAfter(10);
        peer.loop().run(() -> peer.source().send(BIG));
        peer.run();
        assertThat(peer.told).containsExactly("open", "close");
        assertThat(peer.clock().timers()).isZero();
    }

    @Test
    void bytesBehindTheRequestAreIgnored() {
        StreamPeer peer = StreamPeer.open();
        peer.transport().receive(Setup.ascii("GET / HTTP/1.1\r\n\r\n"));
        peer.source().send("x");
        peer.run();
        assertThat(peer.wire()).isEqualTo("data: x\n\n");
    }

    @Tag("SEC-14")
    @Test
    void senderIsToldOfCongestionAndOfItsEnd() {
        StreamPeer peer = StreamPeer.open();
        peer.transport().stall();
        for (int i = 0; i < 8; i++) {
            peer.source().send(BIG);
            assertThat(peer.source().isCongested()).isEqualTo(i >= 6);
        }
        peer.run();
        assertThat(peer.source().bufferedAmount()).isEqualTo(8L * (BIG.length() + 8L));
        peer.transport().drain(40_000);
        assertThat(peer.told).containsExactly("open");
        peer.transport().flow();
        peer.run();
        assertThat(peer.told).containsExactly("open", "drain");
        assertThat(peer.source().isCongested()).isFalse();
        assertThat(peer.source().bufferedAmount()).isZero();
        assertThat(peer.wire()).hasSize(8 * (BIG.length() + 8));
    }

    @Test
    void burstGoesOutAsFastAsTheNetworkTakesIt() {
        StreamPeer peer = StreamPeer.open();
        peer.loop().run(() -> {
            for (int i = 0; i < 20; i++) {
                peer.source().send(BIG);
            }
            peer.source().close();
        });
        peer.run();
        assertThat(peer.wire())
                .hasSize(20 * (BIG.length() + 8) + "[end]".length())
                .endsWith("[end]");
    }

    @Tag("SEC-14")
    @Test
    void whoSendsInsideAnEventHearsOfCongestion() {
        StreamPeer peer = new StreamPeer(EventSourceOptions.defaults());
        peer.whenTold = () -> {
            while (peer.told.size() < 5 && !peer.source().isCongested()) {
                peer.source().send(BIG);
            }
        };
        peer.start();
        peer.run();
        assertThat(peer.told).containsExactly("open", "drain", "drain", "drain", "drain");
        assertThat(peer.source().bufferedAmount()).isZero();
        assertThat(peer.wire()).hasSizeBetween(4 * 64 * 1024, 4 * 80 * 1024);
    }

    @Test
    void eventBehindOneThatDidNotFitIsNotSent() {
        StreamPeer peer = StreamPeer.open(
                EventSourceOptions.builder().maxBufferedAmount(1000).build());
        peer.loop().run(() -> {
            assertThat(peer.source().send(BIG)).isFalse();
            assertThat(peer.source().send("small")).isFalse();
        });
        peer.run();
        assertThat(peer.wire()).doesNotContain("small");
        assertThat(peer.told).containsExactly("open", "close");
    }

    @Test
    void whatIsSentInsideAnEventGoesOut() {
        StreamPeer peer = new StreamPeer(EventSourceOptions.defaults());
        peer.whenTold = () -> peer.source().send("from " + peer.told.get(peer.told.size() - 1));
        peer.start();
        assertThat(peer.wire()).isEqualTo(StreamPeer.HEAD + "data: from open\n\n");
    }

    @Tag("SEC-14")
    @Test
    void fromTheCapOnASendFailsAndTheConnectionEnds() {
        StreamPeer peer = StreamPeer.open(
                EventSourceOptions.builder().maxBufferedAmount(25_000).build());
        peer.transport().stall();
        assertThat(peer.source().send(BIG)).isTrue();
        assertThat(peer.source().send(BIG)).isTrue();
        assertThat(peer.source().send(BIG)).isFalse();
        peer.run();
        assertThat(peer.transport().aborts()).isEqualTo(1);
        assertThat(peer.told).containsExactly("open", "close");
    }

    @Tag("SEC-14")
    @Test
    void clientThatTricklesIsLeftByTheLeastRate() {
        StreamPeer peer = StreamPeer.open(EventSourceOptions.builder()
                .minWriteRate(100_000, Duration.ofSeconds(10))
                .build());
        peer.transport().stall();
        peer.loop().run(() -> {
            for (int i = 0; i < 12; i++) {
                peer.source().send(BIG);
            }
        });
        for (int second = 0; second < 9; second++) {
            peer.transport().drain(1000);
            peer.run();
            peer.clock().advanceSeconds(1);
        }
        assertThat(peer.told).containsExactly("open");
        peer.clock().advanceSeconds(1);
        assertThat(peer.told).containsExactly("open", "close");
        assertThat(peer.clock().timers()).isZero();
    }

    @Tag("SEC-14")
    @Test
    void smallEventsDoNotWaitForFree() {
        StreamPeer peer = StreamPeer.open(
                EventSourceOptions.builder().maxBufferedAmount(256_000).build());
        peer.transport().watermarks(1, 1).stall();
        peer.loop().run(() -> {
            assertThat(peer.source().send("")).isTrue();
            for (int i = 0; i < 1_000_000; i++) {
                assertThat(peer.source().ping()).isTrue();
            }
        });
        int events = 0;
        while (events < 1_000_000 && peer.source().send("")) {
            events++;
        }
        assertThat(events).isBetween(900, 1000);
    }

    @Tag("SEC-14")
    @Test
    void clientThatReadsNothingIsLeftAfterTwentySeconds() {
        StreamPeer peer = StreamPeer.open();
        peer.transport().stall();
        peer.loop().run(() -> {
            for (int i = 0; i < 8; i++) {
                peer.source().send(BIG);
            }
        });
        peer.clock().advance(Duration.ofMillis(19_999));
        assertThat(peer.told).containsExactly("open");
        peer.clock().advance(Duration.ofMillis(1));
        assertThat(peer.told).containsExactly("open", "close");
        assertThat(peer.transport().aborts()).isEqualTo(1);
        assertThat(peer.clock().timers()).isZero();
    }

    @Tag("SEC-44")
    @Test
    void listenerThatThrowsClosesItsStream() {
        StreamPeer peer = new StreamPeer(EventSourceOptions.defaults());
        peer.whenTold = () -> {
            throw new IllegalStateException("told");
        };
        peer.start();
        assertThat(peer.wire()).isEqualTo(StreamPeer.HEAD + "[end]");
        peer.transport().receiveEnd();
        assertThat(peer.told).containsExactly("open", "close");
    }

    private static Request request(String method, String accept) {
        return Request.of(method, "/", Headers.empty().with("Accept", accept));
    }
}
