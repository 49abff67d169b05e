package dev.heddle.driver;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads a response in parts, and says what came of it in one line. */
final class ResponseTester {

    private final ResponseParser parser;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private String error = "";
    private int taken;

    ResponseTester(String method, Limits limits) {
        this.parser = new ResponseParser(method, limits);
    }

    /** Returns the outcome for each way to cut the input: whole, in two at each place, byte by byte. */
    static List<String> outcomes(String method, Limits limits, byte[] input, boolean ended) {
        List<String> outcomes = new ArrayList<>();
        for (int cut = 0; cut < input.length; cut++) {
            ResponseTester tester = new ResponseTester(method, limits);
            tester.feed(Arrays.copyOf(input, cut));
            tester.feed(Arrays.copyOfRange(input, cut, input.length));
            outcomes.add(tester.outcome(ended));
        }
        ResponseTester single = new ResponseTester(method, limits);
        for (byte octet : input) {
            single.feed(new byte[] {octet});
        }
        outcomes.add(single.outcome(ended));
        return outcomes;
    }

    void feed(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
        try {
            if (error.isEmpty()) {
                taken += parser.parseHead(buffer);
            }
            if (error.isEmpty() && parser.hasHead()) {
                taken += parser.parseContent(buffer, this::keep);
            }
            if (error.isEmpty() && buffer.hasRemaining() && !parser.isComplete()) {
                throw new AssertionError("Bytes were left of a response that is not complete");
            }
        } catch (ProtocolErrorException e) {
            error = e.getMessage();
        }
        if (buffer.limit() != bytes.length) {
            throw new AssertionError("The limit moved to " + buffer.limit());
        }
    }

    /** Returns the status, the content, and the error or how many bytes a complete response took. */
    String outcome(boolean ended) {
        if (ended && error.isEmpty()) {
            try {
                parser.end();
            } catch (ProtocolErrorException e) {
                error = e.getMessage();
            }
        }
        String end = !error.isEmpty() ? error : parser.isComplete() ? "took " + taken : "more";
        String status = parser.hasHead() ? parser.status() + " " : "";
        return status + "\"" + Wire.text(content.toByteArray()) + "\" " + end;
    }

    private void keep(ByteBuffer piece) {
        byte[] bytes = new byte[piece.remaining()];
        piece.get(bytes);
        content.writeBytes(bytes);
    }
}
