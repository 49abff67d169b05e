package dev.heddle.extensions;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;

/**
 * The extensions of a connection with toys in them, and a log of what the toys are asked and of what comes out. Whatever is
 * handed over is overwritten behind the call, as a library does that lends its buffers.
 */
final class Line {

    final List<String> log = new ArrayList<>();
    /** What the executor was given, run by the test. */
    final Queue<Runnable> tasks = new ArrayDeque<>();

    final Extensions extensions = new Extensions(new SessionLimits(1000), tasks::add);
    final String response;

    /** Runs inside each callback of the library's, behind the entry in the log. */
    Runnable insideCallback = () -> {};

    private Line(boolean server, String header, Toy... toys) throws ExtensionException {
        for (Toy toy : toys) {
            toy.log = log;
            extensions.add(toy);
        }
        if (server) {
            response = extensions.generateResponse(header);
        } else {
            response = header;
            extensions.generateOffer();
            extensions.activate(header);
        }
    }

    static Line client(String response, Toy... toys) throws ExtensionException {
        return new Line(false, response, toys);
    }

    static Line server(String offer, Toy... toys) throws ExtensionException {
        return new Line(true, offer, toys);
    }

    /** Makes a server's line of all toys, in the order in which they are given. */
    static Line of(Toy... toys) throws ExtensionException {
        String offer = String.join(", ", Arrays.stream(toys).map(Toy::name).toList());
        return server(offer.isEmpty() ? null : offer, toys);
    }

    Line in(String text) {
        lend(text, message -> extensions.processIncomingMessage(message, callback("in")));
        return this;
    }

    Line out(String text) {
        lend(text, message -> extensions.processOutgoingMessage(message, callback("out")));
        return this;
    }

    Line close() {
        extensions.close(() -> log.add("all closed"));
        return this;
    }

    /** Runs what the executor was given, also what that brings. */
    void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Returns what the log got since this was called last. */
    List<String> news() {
        List<String> news = List.copyOf(log);
        log.clear();
        return news;
    }

    private interface Call {
        void with(Message message);
    }

    private static void lend(String text, Call call) {
        byte[] bytes = text.getBytes(US_ASCII);
        try {
            call.with(new Message(1, ByteBuffer.wrap(bytes)));
        } finally {
            assertThat(new String(bytes, US_ASCII))
                    .as("the bytes that were lent")
                    .isEqualTo(text);
            Arrays.fill(bytes, (byte) '?');
        }
    }

    private Session.Callback callback(String direction) {
        return new Session.Callback() {

            @Override
            public void complete(Message message) {
                log.add(direction + " " + ToySession.text(message));
                insideCallback.run();
            }

            @Override
            public void fail(Throwable cause) {
                log.add(direction + " fails: " + ((ExtensionException) cause).code() + " " + cause.getMessage());
                insideCallback.run();
            }
        };
    }
}
