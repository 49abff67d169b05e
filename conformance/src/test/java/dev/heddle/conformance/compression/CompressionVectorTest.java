package dev.heddle.conformance.compression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.driver.Driver;
import dev.heddle.driver.WebSocketMessage;
import dev.heddle.permessagedeflate.PermessageDeflate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs each line of {@code compression-vectors.txt} with its bytes whole, one by one, and cut in two at each place. */
class CompressionVectorTest {

    private static final Pattern WORD = Pattern.compile("\\[[^]]*]|\"[^\"]*\"|[^\\s\\[\"]+(\\([^)]*\\))?");
    private static final int BYTE_BY_BYTE = -1;

    private record Line(int number, String row, Who who, String agreed, List<String> steps, List<String> expected) {

        @Override
        public String toString() {
            return row + " line " + number + " " + who;
        }
    }

    @TestFactory
    Stream<DynamicTest> resultDoesNotDependOnHowBytesAreCut() throws IOException {
        List<Line> lines = lines();
        assertThat(lines).hasSizeGreaterThan(80);
        return lines.stream().map(line -> DynamicTest.dynamicTest(line.toString(), () -> run(line)));
    }

    private static List<Line> lines() throws IOException {
        String text;
        try (InputStream in = CompressionVectorTest.class.getResourceAsStream("compression-vectors.txt")) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] fields = line.split("\\|", -1);
            assertThat(fields).as("line %d", number).hasSize(5);
            for (Who who : Who.values()) {
                String name = fields[1].trim();
                if (name.equals("both") || name.equalsIgnoreCase(who.name())) {
                    String agreed = fields[2].trim();
                    lines.add(new Line(
                            number,
                            fields[0].trim(),
                            who,
                            agreed.equals("none") ? "" : agreed,
                            words(fields[3]),
                            expected(words(fields[4]))));
                }
            }
        }
        return lines;
    }

    private static List<String> words(String text) {
        return WORD.matcher(text).results().map(MatchResult::group).toList();
    }

    private static List<String> expected(List<String> words) {
        List<String> log = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            switch (word) {
                case "text", "binary", "close" -> log.add(word + " " + words.get(++i));
                case "ping", "pong" -> {
                    boolean payload = i + 1 < words.size() && words.get(i + 1).matches("[0-9a-f]+");
                    log.add(payload ? word + " " + words.get(++i) : word);
                }
                case "FAIL" -> {
                    String code = words.get(++i);
                    log.addAll(List.of("Close " + code, "error " + code, "close " + code));
                }
                default -> log.add(WireFrame.of(inside(word)).toString());
            }
        }
        return log;
    }

    private static void run(Line line) {
        int size = 0;
        for (String step : line.steps()) {
            size += isFrame(step) ? bytes(line.who(), step).length : 0;
        }
        // A cut at 0 is none.
        for (int cut = BYTE_BY_BYTE; cut < Math.max(1, size); cut++) {
            Side side = Side.open(line.who(), PermessageDeflate.defaults(), line.agreed());
            runCut(side, line.steps(), cut);
            assertThat(side.log()).as("cut at %d", cut).isEqualTo(line.expected());
            assertThat(side.driver.pendingBytes()).isZero();
            side.driver.lost();
        }
    }

    private static void runCut(Side side, List<String> steps, int cut) {
        // What stands in one piece between commands comes in one read, unless it is cut.
        int before = 0;
        byte[] read = {};
        for (String step : steps) {
            if (isFrame(step)) {
                read = join(read, bytes(side.who, step));
            } else {
                feed(side, read, cut, before);
                before += read.length;
                read = new byte[0];
                command(side.driver, step);
            }
        }
        feed(side, read, cut, before);
    }

    private static void feed(Side side, byte[] bytes, int cut, int before) {
        int here = cut - before;
        if (cut == BYTE_BY_BYTE) {
            for (int i = 0; i < bytes.length; i++) {
                side.feed(bytes, i, i + 1);
            }
        } else if (here > 0 && here < bytes.length) {
            side.feed(bytes, 0, here).feed(bytes, here, bytes.length);
        } else {
            side.feed(bytes);
        }
    }

    private static void command(Driver driver, String step) {
        int open = step.indexOf('(');
        String text = step.substring(open + 1, step.length() - 1);
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        boolean answer =
                switch (step.substring(0, open)) {
                    case "text" -> driver.text(text);
                    case "plain" -> driver.send(WebSocketMessage.text(text).uncompressed());
                    case "binary" -> driver.binary(bytes);
                    case "part" -> driver.text(bytes, false);
                    case "end" -> driver.text(bytes, true);
                    case "close" -> driver.close();
                    default -> throw new IllegalArgumentException("No command " + step);
                };
        assertThat(answer).as(step).isTrue();
    }

    private static boolean isFrame(String word) {
        return word.startsWith("[");
    }

    private static byte[] bytes(Who who, String word) {
        return WireFrame.of(inside(word)).toBytes(who);
    }

    private static byte[] join(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    private static String inside(String quoted) {
        return quoted.substring(1, quoted.length() - 1);
    }
}
