package dev.heddle.permessagedeflate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.extensions.ExtensionException;
import dev.heddle.extensions.ExtensionHeader;
import dev.heddle.extensions.Message;
import dev.heddle.extensions.Parameters;
import dev.heddle.extensions.Session;
import dev.heddle.extensions.SessionLimits;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A session of one side, and messages handed to it. */
final class Exchange {

    static final int TEXT = 1;
    static final SessionLimits LIMITS = new SessionLimits(1 << 26);

    /** A message that came out of a session. */
    static final class Outcome {

        private final boolean rsv1;
        private final byte[] bytes;

        private Outcome(Message message) {
            rsv1 = message.rsv1();
            bytes = new byte[message.data().remaining()];
            message.data().get(message.data().position(), bytes);
        }

        boolean rsv1() {
            return rsv1;
        }

        byte[] bytes() {
            return bytes;
        }

        String hex() {
            return HexFormat.of().formatHex(bytes);
        }

        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static final class Answer implements Session.Callback {

        private @Nullable Message message;
        private @Nullable Throwable cause;
        private int calls;

        @Override
        public void complete(Message completed) {
            message = completed;
            calls++;
        }

        @Override
        public void fail(Throwable failure) {
            cause = failure;
            calls++;
        }
    }

    private final Session session;

    private Exchange(Session session) {
        this.session = session;
    }

    /** A server that agreed on an offer, such as {@code server_no_context_takeover; client_max_window_bits}. */
    static Exchange server(PermessageDeflate extension, String offer) {
        return server(extension, offer, LIMITS);
    }

    static Exchange server(PermessageDeflate extension, String offer, SessionLimits limits) {
        return new Exchange(
                Objects.requireNonNull(extension.createServerSession(List.of(parameters(offer)), limits), offer));
    }

    /** A client to whose offer the server answered with these parameters. */
    static Exchange client(PermessageDeflate extension, String response) {
        return client(extension, response, LIMITS);
    }

    static Exchange client(PermessageDeflate extension, String response, SessionLimits limits) {
        var session = extension.createClientSession(limits);
        assertThat(session.activate(parameters(response))).as(response).isTrue();
        return new Exchange(session);
    }

    /** A client that did not accept what the server answered. */
    static Exchange refused(PermessageDeflate extension, String response) {
        var session = extension.createClientSession(LIMITS);
        assertThat(session.activate(parameters(response))).as(response).isFalse();
        return new Exchange(session);
    }

    /** Reads parameters from a header's text; an empty text has none. */
    static Parameters parameters(String text) {
        return ExtensionHeader.parse(text.isEmpty() ? "x" : "x; " + text).get(0).parameters();
    }

    Outcome send(String text) {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    Outcome send(byte[] data) {
        return send(new Message(TEXT, ByteBuffer.wrap(data)));
    }

    Outcome send(Message message) {
        Answer answer = new Answer();
        session.processOutgoingMessage(message, answer);
        return outcome(answer);
    }

    /** Hands over a compressed payload. */
    Outcome receive(String hex) {
        return receive(HexFormat.of().parseHex(hex));
    }

    Outcome receive(byte[] payload) {
        return receive(new Message(TEXT, ByteBuffer.wrap(payload)).setRsv1(true));
    }

    Outcome receive(Message message) {
        Answer answer = new Answer();
        session.processIncomingMessage(message, answer);
        return outcome(answer);
    }

    /** Hands over a compressed payload that must fail. */
    ExtensionException refuse(String hex) {
        return refuse(HexFormat.of().parseHex(hex));
    }

    ExtensionException refuse(byte[] payload) {
        Answer answer = new Answer();
        session.processIncomingMessage(new Message(TEXT, ByteBuffer.wrap(payload)).setRsv1(true), answer);
        assertThat(answer.calls).isEqualTo(1);
        assertThat(answer.cause).isInstanceOf(ExtensionException.class);
        return (ExtensionException) answer.cause;
    }

    void close() {
        session.close();
    }

    private static Outcome outcome(Answer answer) {
        assertThat(answer.calls).isEqualTo(1);
        assertThat(answer.cause).isNull();
        return new Outcome(Objects.requireNonNull(answer.message));
    }
}
