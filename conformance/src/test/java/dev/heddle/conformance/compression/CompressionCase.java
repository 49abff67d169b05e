package dev.heddle.conformance.compression;

import dev.heddle.driver.State;
import dev.heddle.permessagedeflate.PermessageDeflate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A case of the kind of the Autobahn test suite's 12.x.x and 13.x.x: one side sends messages of one size, in frames of so
 * many bytes at most if they are to be cut, and the other, which is under test, sends each back. Both ends are drivers of
 * ours; between them {@link WireCheck} reads every frame with a zlib of its own.
 *
 * @param id the number that the suite gives such a case
 * @param parameters what is negotiated
 * @param size of a message, in bytes
 * @param frame the most bytes of a frame's payload, or 0
 */
record CompressionCase(String id, CaseData data, CaseParameters parameters, int size, int frame) {

    /** The suite sends a thousand of each size; here that is as many as make up this many bytes, at least {@link #LEAST}. */
    private static final int BYTES = 1 << 18;

    private static final int MOST = 1000;
    private static final int LEAST = 4;

    /** Over a socket, where compression itself is not what is new: one, and one whose context is the first. */
    private static final int REMOTE = 2;

    private static final int[][] SIZES = {
        {16, 0},
        {64, 0},
        {256, 0},
        {1024, 0},
        {4096, 0},
        {8192, 0},
        {16384, 0},
        {32768, 0},
        {65536, 0},
        {131072, 0},
        {8192, 256},
        {16384, 256},
        {32768, 256},
        {65536, 256},
        {131072, 256},
        {131072, 1024},
        {131072, 4096},
        {131072, 32768}
    };

    /** Returns all cases, by section and number: 12.1 to 12.5 for the kinds of data, 13.1 to 13.7 for the parameters. */
    static Map<String, List<CompressionCase>> all() {
        Map<String, List<CompressionCase>> sections = new TreeMap<>();
        for (CaseData data : CaseData.values()) {
            String section = "12." + data.number;
            sections.put(section, section(section, data, CaseParameters.DEFAULT));
        }
        for (CaseParameters parameters : CaseParameters.values()) {
            String section = "13." + parameters.number;
            sections.put(section, section(section, CaseData.JSON, parameters));
        }
        return sections;
    }

    private static List<CompressionCase> section(String section, CaseData data, CaseParameters parameters) {
        List<CompressionCase> cases = new ArrayList<>();
        for (int[] size : SIZES) {
            cases.add(new CompressionCase(section + '.' + (cases.size() + 1), data, parameters, size[0], size[1]));
        }
        return cases;
    }

    private int count() {
        return Math.max(LEAST, Math.min(MOST, BYTES / size));
    }

    /** Runs the case with both sides under test, and returns a line as {@code 12.1.1 OK OK}: what was echoed, and the close. */
    String run(byte[] bytes) throws IOException {
        List<String> echoes = new ArrayList<>();
        List<String> closes = new ArrayList<>();
        for (Who tested : Who.values()) {
            Side server = Side.open(Who.SERVER, parameters.server(tested), parameters.offers(tested));
            String agreed = parameters.response(tested, String.valueOf(server.driver.extensions()));
            Side client = Side.open(Who.CLIENT, PermessageDeflate.defaults(), agreed);
            Side sender = tested == Who.SERVER ? client : server;
            Side echoer = tested == Who.SERVER ? server : client;
            echoer.quiet((message, text) -> send(echoer, message, text));
            Echo echo = frames -> {
                frames.forEach(part -> echoer.feed(part.toBytes(echoer.who)));
                return echoer.sent();
            };
            String problem = exchange(sender, echo, agreed, bytes, count());
            echoes.add(problem.isEmpty() ? "OK" : "FAILED(" + tested + ": " + problem + ')');
            boolean closed = close(sender, echo) && isClosed(echoer);
            closes.add(closed ? "OK" : "FAILED(" + tested + ')');
        }
        return id + ' ' + summary(echoes) + ' ' + summary(closes);
    }

    /** Runs the case, with two messages, with a server under test that listens on this machine, and returns such a line. */
    String run(byte[] bytes, String url) {
        try (RemoteEcho echo = RemoteEcho.open(url, parameters.offers(Who.SERVER))) {
            Side sender = Side.open(Who.CLIENT, PermessageDeflate.defaults(), echo.agreed());
            String problem = exchange(sender, echo, echo.agreed(), bytes, REMOTE);
            boolean closed = close(sender, echo) && echo.isEnded();
            return id + ' ' + (problem.isEmpty() ? "OK" : "FAILED(" + problem + ')') + ' ' + (closed ? "OK" : "FAILED");
        } catch (IOException e) {
            return id + " FAILED(" + e + ") FAILED";
        }
    }

    private static String summary(List<String> outcomes) {
        return String.join(",", outcomes.stream().distinct().sorted().toList());
    }

    /** Sends all messages one after the other, and returns what was wrong, or nothing. */
    private String exchange(Side sender, Echo echo, String agreed, byte[] bytes, int count) throws IOException {
        List<byte[]> echoed = new ArrayList<>();
        sender.quiet((message, text) -> echoed.add(text == data.text ? message : new byte[0]));
        WireCheck there = new WireCheck(sender.who, agreed);
        WireCheck back = new WireCheck(sender.who.peer(), agreed);
        try {
            int from = 0;
            for (int i = 0; i < count; i++) {
                byte[] message = new byte[size];
                for (int done = 0; done < size; ) {
                    int part = Math.min(size - done, bytes.length - from);
                    System.arraycopy(bytes, from, message, done, part);
                    done += part;
                    from = (from + part) % bytes.length;
                }
                send(sender, message, data.text);
                List<WireFrame> frames = sender.sent();
                if (!Arrays.equals(there.message(frames, data.text), message)) {
                    return "message " + i + " was sent as another";
                }
                List<WireFrame> answer = echo.answer(WireCheck.cut(frames, frame));
                if (!Arrays.equals(back.message(answer, data.text), message)) {
                    return "message " + i + " was echoed as another";
                }
                WireCheck.cut(answer, frame).forEach(part -> sender.feed(part.toBytes(sender.who)));
                if (echoed.size() != i + 1 || !Arrays.equals(echoed.get(i), message)) {
                    return "the echo of message " + i + " was received as another";
                }
                echoed.set(i, message);
            }
            return "";
        } finally {
            there.close();
            back.close();
        }
    }

    private static void send(Side side, byte[] message, boolean text) {
        ByteBuffer buffer = ByteBuffer.wrap(message);
        boolean sent = text ? side.driver.text(buffer, true) : side.driver.binary(buffer);
        if (!sent) {
            throw new AssertionError("A message was refused");
        }
    }

    private static boolean close(Side sender, Echo echo) throws IOException {
        sender.driver.close();
        for (WireFrame answer : echo.answer(sender.sent())) {
            sender.feed(answer.toBytes(sender.who));
        }
        return isClosed(sender);
    }

    private static boolean isClosed(Side side) {
        return side.driver.state() == State.CLOSED
                && side.driver.wasClean()
                && side.log().equals(List.of("close 1000"));
    }
}
