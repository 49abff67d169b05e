package dev.heddle.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heddle.driver.Headers;
import dev.heddle.driver.Request;
import dev.heddle.driver.Response;
import dev.heddle.websocket.Decision;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who may have a WebSocket, and what the others are answered. */
abstract class RequestCases extends ServerCases {

    abstract boolean timesHandshakes();

    @Test
    void framesMayFollowTheRequestInOneSegment() throws Exception {
        Witness witness = watch(new Echo());
        URI url = serving(endpoint().listener(request -> witness).build());
        Peer peer = dial(url, false);
        peer.write(with(upgrade(url), Frame.text("early"), Frame.text("bird")));
        expectUpgrade(peer);
        assertEquals(Frame.text("early"), peer.receiveMessage());
        assertEquals(Frame.text("bird"), peer.receiveMessage());
    }

    @Test
    void theRequestMayComeInSingleBytes() throws Exception {
        Witness witness = watch(new Echo());
        URI url = serving(endpoint().listener(request -> witness).build());
        Peer peer = dial(url, false);
        for (byte one : with(upgrade(url), Frame.text("slow"))) {
            peer.write(new byte[] {one});
        }
        expectUpgrade(peer);
        assertEquals(Frame.text("slow"), peer.receiveMessage());
    }

    @Test
    void aDecisionMayComeLaterWithFieldsAndEarlyFramesWaitForIt() throws Exception {
        Witness witness = watch(new Echo());
        CompletableFuture<Request> asked = new CompletableFuture<>();
        CompletableFuture<Decision> decision = new CompletableFuture<>();
        URI url = serving(endpoint()
                .decider(request -> {
                    asked.complete(request);
                    return decision;
                })
                .build());
        Peer peer = dial(url, false);
        peer.write(with(upgrade(url, "X-Ticket: 4711"), Frame.text("early"), Frame.binary(bytes(1000))));
        Request request = await(asked, "the request");
        assertEquals("4711", request.headers().first("X-Ticket"));
        assertEquals(PATH, request.path().substring(request.path().lastIndexOf('/')));
        // Another thread than the server's.
        decision.complete(Decision.accept(witness, Headers.empty().with("X-Seat", "12")));
        Head head = Head.read(peer);
        assertEquals(101, head.status(), head::toString);
        assertEquals("12", head.field("X-Seat"));
        assertEquals(Frame.text("early"), peer.receiveMessage());
        assertEquals(Frame.binary(bytes(1000)), peer.receiveMessage());
    }

    @Test
    void aRefusalIsAnsweredAsItSays() throws Exception {
        Response refusal = Response.text(403, "No ticket").with("X-Why", "ticket");
        assertRefused(CompletableFuture.completedFuture(Decision.refuse(refusal)), 403, "No ticket");
    }

    @Test
    void aRefusalMayComeLater() throws Exception {
        Decision refusal = Decision.refuse(Response.text(402, "No money"));
        assertRefused(CompletableFuture.supplyAsync(() -> refusal), 402, "No money");
    }

    @Test
    void aDecisionThatFailsIsAnsweredWith500() throws Exception {
        assertRefused(CompletableFuture.failedFuture(new IllegalStateException("No database")), 500, "");
    }

    private void assertRefused(CompletableFuture<Decision> decision, int status, String body) throws Exception {
        URI url = serving(endpoint().decider(request -> decision).build());
        Peer peer = dial(url, false);
        // Frames of a client that could not wait must not be taken for another request.
        peer.write(with(upgrade(url), Frame.text("early")));
        Head head = Head.read(peer);
        assertEquals(status, head.status(), head::toString);
        assertTrue(new Body(peer, head).text().contains(body), body);
    }

    @Test
    void aClientMayLeaveBeforeTheDecision() throws Exception {
        Witness witness = new Witness();
        CompletableFuture<Decision> decision = new CompletableFuture<>();
        CompletableFuture<Request> asked = new CompletableFuture<>();
        URI url = serving(endpoint()
                .decider(request -> {
                    asked.complete(request);
                    return request.headers().contains("X-Leaves")
                            ? decision
                            : CompletableFuture.completedFuture(Decision.accept(watch(new Echo())));
                })
                .build());
        Peer leaving = dial(url, false);
        leaving.write(upgrade(url, "X-Leaves: 1"));
        await(asked, "the request");
        leaving.reset();
        decision.complete(Decision.accept(witness));
        // The server is as it was.
        Peer peer = dial(url, false);
        peer.write(upgrade(url));
        expectUpgrade(peer);
        peer.send(Frame.text("still there"));
        assertEquals(Frame.text("still there"), peer.receiveMessage());
    }

    @Test
    @Tag("SEC-28")
    void aForeignHostIsRefused() throws Exception {
        URI url = serving(endpoint().listener(request -> new Witness()).build());
        Peer peer = dial(url, false);
        peer.write(new String(upgrade(url), StandardCharsets.US_ASCII)
                .replace("Host: " + url.getAuthority(), "Host: rebound.example")
                .getBytes(StandardCharsets.US_ASCII));
        assertEquals(403, Head.read(peer).status());
    }

    @Test
    @Tag("SEC-27")
    void aForeignOriginIsRefused() throws Exception {
        URI url = serving(endpoint().listener(request -> new Witness()).build());
        Peer peer = dial(url, false);
        peer.write(upgrade(url, "Origin: https://evil.example"));
        assertEquals(403, Head.read(peer).status());
    }

    @Test
    void aWrongHandshakeIsRefused() throws Exception {
        URI url = serving(endpoint().listener(request -> new Witness()).build());
        Peer peer = dial(url, false);
        peer.write(get(
                url,
                lines(
                        "Host: " + url.getAuthority(),
                        "Upgrade: websocket",
                        "Connection: Upgrade",
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: short")));
        Head head = Head.read(peer);
        assertEquals(400, head.status(), head::toString);
    }

    /** What else is at the path is the server's matter, but it is an answer of HTTP, and no WebSocket. */
    @Test
    void aPlainRequestIsAnswered() throws Exception {
        URI url = serving(endpoint().listener(request -> new Witness()).build());
        Peer peer = dial(url, false);
        peer.write(get(url, "Host: " + url.getAuthority() + "\nConnection: close\n"));
        Head head = Head.read(peer);
        assertTrue(head.status() >= 200 && head.status() < 500, head::toString);
        // Its end has to be where the head says.
        new Body(peer, head).text();
    }

    @Test
    @Tag("SEC-21")
    void aRequestThatComesToNoEndIsGivenUpAfterTheHandshakeTimeout() throws Exception {
        assumeTrue(timesHandshakes(), "This server leaves that to what it runs in");
        URI url = serving(endpoint()
                .options(options().handshakeTimeout(Duration.ofMillis(300)).build())
                .listener(request -> new Witness())
                .build());
        Peer peer = dial(url, false);
        byte[] request = upgrade(url);
        peer.write(Arrays.copyOf(request, request.length - 2));
        assertDoesNotThrow(peer::readToAnyEnd, "the connection ends");
    }

    static byte[] with(byte[] request, Frame... frames) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(request);
        for (Frame frame : frames) {
            all.writeBytes(frame.encode(true));
        }
        return all.toByteArray();
    }
}
