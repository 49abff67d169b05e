package dev.heddle.examples;

import dev.heddle.extensions.Extension;
import dev.heddle.extensions.ExtensionException;
import dev.heddle.extensions.Extensions;
import dev.heddle.extensions.Message;
import dev.heddle.extensions.Session;
import dev.heddle.extensions.SessionLimits;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The extensions of a client and those of a server, negotiated, with each other's messages: what goes out here comes in there.
 * What the executor of both is given runs in {@link #runTasks}.
 */
final class Wired {

    /** One of the two sides. */
    static final class Side {

        final Extensions extensions;
        /** What came in, in words: the text of a message, or a failure's close code and text. */
        final List<String> received = new ArrayList<>();
        /** What went out, as it was on the wire. */
        final List<Message> sent = new ArrayList<>();
        /** The failures of what was to go out. */
        final List<String> failures = new ArrayList<>();

        private @Nullable Side other;

        Side(SessionLimits limits, Queue<Runnable> tasks, List<? extends Extension> added) {
            extensions = new Extensions(limits, tasks::add);
            added.forEach(extensions::add);
        }
    }

    final Side client;
    final Side server;
    final @Nullable String offer;
    final @Nullable String response;

    /** Changes what is on the wire. */
    UnaryOperator<byte[]> wire = UnaryOperator.identity();

    private final Queue<Runnable> tasks = new ArrayDeque<>();

    /** Makes both sides with the same extensions. */
    static Wired both(Extension... extensions) throws ExtensionException {
        return new Wired(List.of(extensions), List.of(extensions));
    }

    Wired(List<? extends Extension> ofClient, List<? extends Extension> ofServer) throws ExtensionException {
        SessionLimits limits = new SessionLimits(1_000_000);
        client = new Side(limits, tasks, ofClient);
        server = new Side(limits, tasks, ofServer);
        client.other = server;
        server.other = client;
        offer = client.extensions.generateOffer();
        response = server.extensions.generateResponse(offer);
        client.extensions.activate(response);
    }

    /** Sends a text, whose bytes must stay as they are and are the sender's again behind the call. */
    void send(Side from, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] before = bytes.clone();
        from.extensions.processOutgoingMessage(new Message(1, ByteBuffer.wrap(bytes)), new Session.Callback() {

            @Override
            public void complete(Message message) {
                transmit(from, message);
            }

            @Override
            public void fail(Throwable cause) {
                from.failures.add(describe(cause));
            }
        });
        if (!Arrays.equals(before, bytes)) {
            throw new AssertionError("An extension wrote into the bytes of the application");
        }
        Arrays.fill(bytes, (byte) '?');
    }

    /** Runs what the executor of both sides was given, also what that brings. */
    void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private void transmit(Side from, Message message) {
        from.sent.add(message.copy());
        Side to = from.other;
        byte[] bytes = new byte[message.data().remaining()];
        message.data().get(message.data().position(), bytes);
        Message arrived = new Message(message.opcode(), ByteBuffer.wrap(wire.apply(bytes)))
                .setRsv1(message.rsv1())
                .setRsv2(message.rsv2())
                .setRsv3(message.rsv3());
        to.extensions.processIncomingMessage(arrived, new Session.Callback() {

            @Override
            public void complete(Message whole) {
                to.received.add(text(whole));
            }

            @Override
            public void fail(Throwable cause) {
                to.received.add(describe(cause));
            }
        });
        Arrays.fill(arrived.data().array(), (byte) '?');
    }

    static String text(Message message) {
        return StandardCharsets.UTF_8.decode(message.data().duplicate()).toString();
    }

    private static String describe(Throwable cause) {
        return ((ExtensionException) cause).code() + " " + cause.getMessage();
    }
}
